import { EventEmitter } from 'node:events'
import type { Redis } from 'ioredis'
import { expect, it } from 'vitest'
import { noteChanges } from '../../src/workers/redis.ts'

it('notes a network that is away once, whatever it answers to each try, and any other fault besides', () => {
  const [queue, worker, connection] = [new EventEmitter(), new EventEmitter(), new EventEmitter()]
  const notes: string[] = []
  noteChanges([queue, worker], connection as unknown as Redis, (text) => void notes.push(text))
  const network = (message: string) => Object.assign(new Error(message), { syscall: 'connect' })
  queue.emit('error', network('read ECONNRESET'))
  worker.emit('error', network('connect ECONNREFUSED 127.0.0.1:6379'))
  worker.emit('error', new Error('WRONGPASS'))
  connection.emit('ready')
  queue.emit('error', network('read ECONNRESET'))
  expect(notes).toEqual([
    'Redis: read ECONNRESET; trying again until it answers.',
    'Redis: WRONGPASS; trying again until it answers.',
    'Redis: connected again.',
    'Redis: read ECONNRESET; trying again until it answers.',
  ])
})
