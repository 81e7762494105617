import { afterAll, expect, it } from 'vitest'
import { openLibrary } from '../../src/composition.ts'
import { createEngine } from '../../src/engine/local-engine.ts'
import { parseRunRequest } from '../../src/runs/request/request.ts'
import { createCollector } from '../../src/runs/run/collect.ts'

const PROMPT = 'The old man looked at the sea and said'
const library = openLibrary()
afterAll(() => library.release())

async function tokensOf(engine: ReturnType<typeof createEngine>, prefix: readonly number[]) {
  const collector = createCollector()
  const lanes = ['nucleus:0.9']
  await engine.start(
    parseRunRequest({ prompt: PROMPT, lanes, prefix, maxTokens: 12, seed: 5 }),
    collector.receive,
  )
  return collector.result().lanes[0]!.samples[0]!.tokens
}

it('a text that goes on from a token of an earlier run reads nothing again, to the same bits', async () => {
  const engine = createEngine(library)
  const whole = await tokensOf(engine, [])
  const before = engine.stats()
  const branch = await tokensOf(engine, whole.slice(0, 8))
  const after = engine.stats()
  expect(branch.slice(0, 4)).toEqual(whole.slice(8))
  // All but the last token, whose logits nobody kept.
  expect(after.promptTokens - before.promptTokens - (after.cachedTokens - before.cachedTokens)).toBe(1)
  expect(after.forwards - before.forwards).toBe(12)
  await library.release()
  // Read from the start, with nothing remembered.
  expect(await tokensOf(createEngine(library), whole.slice(0, 8))).toEqual(branch)
})
