import { MessageChannel } from 'node:worker_threads'
import { afterEach, describe, expect, it } from 'vitest'
import { createLink, type Handlers } from '../../../src/engine/link/link.ts'
import { threadPort } from '../../../src/engine/link/thread-port.ts'
import { UserError } from '../../../src/errors.ts'

type Offer = {
  count: { input: number; event: number; result: string }
  fail: { input: { code: string | undefined }; event: never; result: never }
  wait: { input: undefined; event: never; result: string }
}

describe('a link', () => {
  let channel: MessageChannel
  afterEach(() => channel.port1.close())

  let sent = 0
  const handlers: Handlers<Offer> = {
    async count(upTo, { signal, send }) {
      sent = 0
      while (sent < upTo && !signal.aborted) await send(sent++)
      return `${signal.aborted ? 'stopped' : 'done'}`
    },
    async fail({ code }) {
      throw code === undefined ? new TypeError('broken') : new UserError(code, 'Mend it.', 'prompt')
    },
    wait: (_, { signal }) =>
      new Promise((resolve) => signal.addEventListener('abort', () => resolve(`ended: ${signal.reason}`))),
  }
  function connect() {
    channel = new MessageChannel()
    const theirs = createLink<Offer, Record<never, never>>(threadPort(channel.port2), handlers)
    return { mine: createLink<Record<never, never>, Offer>(threadPort(channel.port1), {}), theirs }
  }

  it('carries calls, events in order, and answers after the last event', async () => {
    const { mine } = connect()
    const got: number[] = []
    const answer = await mine.call('count', 2000, { onEvent: (event) => void got.push(event) })
    expect(answer).toBe('done')
    expect(got).toEqual(Array.from({ length: 2000 }, (_, index) => index))
  })

  it('carries errors: what a person can mend as a UserError', async () => {
    const { mine } = connect()
    const mended = mine.call('fail', { code: 'bad-request' })
    await expect(mended).rejects.toSatisfy(
      (error) => error instanceof UserError && error.code === 'bad-request' && error.field === 'prompt',
    )
    await expect(mine.call('fail', { code: undefined })).rejects.toThrow('broken')
  })

  it('lets a sender wait for a slow listener', async () => {
    const { mine } = connect()
    let isSlow = true
    const answer = mine.call('count', 5000, {
      onEvent: () => (isSlow ? new Promise((resolve) => setTimeout(resolve, 1)) : undefined),
    })
    await new Promise((resolve) => setTimeout(resolve, 100))
    expect(sent).toBeLessThan(1200)
    isSlow = false
    expect(await answer).toBe('done')
    expect(sent).toBe(5000)
  })

  it('ends a call that is given up, and one whose listener fails', async () => {
    const { mine } = connect()
    const abort = new AbortController()
    const answer = mine.call('count', 1e9, {
      signal: abort.signal,
      onEvent: (event) => {
        if (event === 100) abort.abort()
      },
    })
    expect(await answer).toBe('stopped')
    const broken = () => {
      throw new Error('cannot take this')
    }
    await expect(mine.call('count', 1e9, { onEvent: broken })).rejects.toThrow('cannot take this')
    expect(await mine.call('count', 1)).toBe('done')
  })

  it('that is cut fails every call with the reason, on both sides, and later ones at once', async () => {
    const { mine, theirs } = connect()
    const reason = new UserError('engine-lost', 'It is gone.')
    const calls = [mine.call('wait', undefined), mine.call('count', 1e9, { onEvent: () => undefined })]
    await new Promise((resolve) => setTimeout(resolve, 50))
    theirs.cut(reason)
    mine.cut(reason)
    for (const call of calls) await expect(call).rejects.toBe(reason)
    await expect(mine.call('wait', undefined)).rejects.toBe(reason)
    const before = sent
    await new Promise((resolve) => setTimeout(resolve, 20))
    expect(sent).toBe(before)
  })
})
