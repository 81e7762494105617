import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Writable } from 'node:stream'
import express, { type Response } from 'express'
import { afterEach, describe, expect, it } from 'vitest'
import type { RunEvent } from '../../../src/runs/run/events.ts'
import { type EventStream, openEventStream } from '../../../src/web/http/event-stream.ts'

const queued = (ahead: number): RunEvent => ({ type: 'queued', ahead })

/** A reply to a client that takes a packet when it calls `taken`, and is full as long as it has not. */
const replyTo = (take: (packet: string, taken: () => void) => void) =>
  Object.assign(
    new Writable({
      decodeStrings: false,
      highWaterMark: 1,
      write: (packet: string, _, taken) => take(packet, taken),
    }),
    { headersSent: true },
  )

describe('a stream of events', () => {
  let server: Server | undefined
  afterEach(() => void server?.close())

  /** The packets a client gets from what is done to the stream, in order. */
  async function packets(act: (stream: EventStream) => Promise<void>): Promise<string[]> {
    const app = express().get('/', async (_, response) => {
      await act(openEventStream(response))
    })
    server = createServer(app).listen(0, '127.0.0.1')
    await new Promise((resolve) => server!.once('listening', resolve))
    const response = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
    const got: string[] = []
    for await (const chunk of response.body!) got.push(Buffer.from(chunk).toString())
    return got
  }

  const places = (text: string) => [...text.matchAll(/"ahead":(\d+)/g)].map(([, place]) => Number(place))

  it('sends what comes at once in one packet, and what follows soon in few more', async () => {
    const got = await packets(async (stream) => {
      for (let place = 0; place < 8; place++) await stream.send(queued(place))
      await new Promise((resolve) => setTimeout(resolve, 20))
      for (let place = 8; place < 200; place++) {
        await stream.send(queued(place))
        await new Promise((resolve) => setImmediate(resolve))
      }
      stream.end()
    })
    expect(places(got[0]!).slice(0, 8)).toEqual([0, 1, 2, 3, 4, 5, 6, 7])
    expect(places(got.join(''))).toEqual(Array.from({ length: 200 }, (_, place) => place))
    expect(got.length).toBeLessThan(20)
  })

  it('sends the first text at once, and not the next', async () => {
    const written: string[] = []
    const response = replyTo((packet, taken) => {
      written.push(packet)
      taken()
    })
    const stream = openEventStream(response as unknown as Response)
    const delta = (text: string): RunEvent => ({
      type: 'lane-delta',
      lane: 0,
      sample: 0,
      from: 0,
      text,
      fromStep: 0,
      steps: [],
    })
    const rest = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds))
    await stream.send(queued(1))
    await rest(5)
    expect(written).toHaveLength(1)
    await stream.send(delta('first'))
    await stream.send(delta('of another lane'))
    await rest(5)
    expect(written).toHaveLength(2)
    expect(written[1]).toContain('of another lane')
    await stream.send(delta('next'))
    await rest(5)
    expect(written).toHaveLength(2)
    stream.end()
    expect(written).toHaveLength(3)
  })

  it('loses nothing of an end that follows at once', async () => {
    const got = await packets(async (stream) => {
      await stream.send(queued(1))
      stream.end()
    })
    expect(got.join('')).toBe(': waiting\n\nevent: queued\ndata: {"type":"queued","ahead":1}\n\n')
  })

  it.each(['drain', 'close'])(
    'lets the sender wait for a client that reads slowly, until %s',
    async (relief) => {
      let drain = (): void => undefined
      const response = replyTo((_, taken) => {
        drain = taken
      })
      const stream = openEventStream(response as unknown as Response)
      await stream.send(queued(1))
      await new Promise((resolve) => setTimeout(resolve, 10))
      let isTaken = false
      const second = Promise.resolve(stream.send(queued(2))).then(() => {
        isTaken = true
      })
      await new Promise((resolve) => setTimeout(resolve, 10))
      expect(isTaken).toBe(false)
      if (relief === 'drain') drain()
      else response.destroy()
      await second
      expect(isTaken).toBe(true)
      response.destroy()
    },
  )

  it('cuts off a client that leaves what it was sent unread', async () => {
    const response = replyTo(() => undefined)
    const stream = openEventStream(response as unknown as Response, { patience: 30 })
    await stream.send(queued(1))
    await expect.poll(() => response.destroyed).toBe(true)
    await stream.send(queued(2))
  })

  it('has begun with its first event, before the first packet: what fails then is an event', async () => {
    const got = await packets(async (stream) => {
      expect(stream.hasBegun).toBe(false)
      void stream.send({ type: 'loading', model: 'a', loaded: 0, total: 0 })
      expect(stream.hasBegun).toBe(true)
      void stream.send({ type: 'run-error', error: { code: 'internal', message: 'It broke.' } })
      stream.end()
    })
    expect(got.join('')).toMatch(/^: waiting\n\nevent: loading\n.*\n\nevent: run-error\n.*It broke/)
  })
})
