import type { MessagePort, Worker } from 'node:worker_threads'
import type { Port } from './port.ts'

/** The channel between a thread and the one that started it, from either end. */
export const threadPort = (end: Worker | MessagePort): Port => ({
  post: (message, transfer) => end.postMessage(message, transfer),
  onMessage: (listener) => void end.on('message', listener),
})
