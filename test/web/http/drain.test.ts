import { afterEach, describe, expect, it } from 'vitest'
import { openLibrary } from '../../../src/composition.ts'
import { createEngine } from '../../../src/engine/local-engine.ts'
import { createDrain } from '../../../src/web/http/drain.ts'
import { type RunningApp, startApp } from '../running-app.ts'

let app: RunningApp | undefined
afterEach(() => app?.close())

async function startDraining() {
  const library = openLibrary()
  const drain = createDrain(createEngine(library))
  app = await startApp(library, undefined, { engine: drain.engine, isStopping: drain.isStopping })
  return { drain, url: app.url }
}

const run = (url: string, maxTokens: number, accept = 'text/event-stream') =>
  fetch(`${url}/api/runs`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept },
    body: JSON.stringify({ prompt: 'The sea', lanes: ['sample'], maxTokens, seed: 1 }),
  })

describe('a server that is being stopped', () => {
  it('is not ready, takes nothing new, and lets what is under way end', async () => {
    const { drain, url } = await startDraining()
    expect((await fetch(`${url}/readyz`)).status).toBe(200)
    const going = await run(url, 60)
    const stopped = drain.stop(60_000)
    expect((await fetch(`${url}/readyz`)).status).toBe(503)
    expect((await fetch(`${url}/healthz`)).status).toBe(200)
    for (const accept of ['text/event-stream', 'application/json']) {
      const refused = await run(url, 5, accept)
      expect([accept, refused.status]).toEqual([accept, 503])
      expect(((await refused.json()) as { error: { code: string } }).error.code).toBe('shutting-down')
    }
    expect(await going.text()).toContain('event: run-end')
    await stopped
  })

  it('ends what takes too long with a last event', async () => {
    const { drain, url } = await startDraining()
    const going = await run(url, 500)
    await drain.stop(0)
    const events = await going.text()
    expect(events).toMatch(/"type":"lane-end".*"stop":"stopped"/)
    expect(events).toMatch(/event: run-end\ndata: .*\n\n$/)
  })

  it('answers what was asked for as JSON with what there is', async () => {
    const { drain, url } = await startDraining()
    const going = run(url, 500, 'application/json')
    const metrics = async () => (await fetch(`${url}/metrics`)).text()
    await expect.poll(metrics).toMatch(/^nucleus_batch_steps_total [1-9]/m)
    await drain.stop(0)
    const { lanes } = (await (await going).json()) as { lanes: { samples: { stop: string }[] }[] }
    expect(lanes[0]!.samples[0]!.stop).toBe('stopped')
  })
})
