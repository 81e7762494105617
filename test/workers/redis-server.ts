import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'

/** Why tests that need a Redis cannot run here, or empty. */
export const noRedis =
  spawnSync('redis-server', ['--version']).status === 0
    ? ''
    : 'no redis-server on the path; Debian has it in the package redis-server'

export interface TestRedis {
  readonly url: string
  close(): Promise<void>
}

/** A Redis of the test's own, on a port of loopback, a free one by default, that keeps nothing on disk. */
export async function startRedis(asked?: number): Promise<TestRedis> {
  const port = asked ?? (await freePort())
  const flags = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no']
  const server = spawn('redis-server', flags, { stdio: ['ignore', 'pipe', 'inherit'] })
  await printed(server, /Ready to accept connections/)
  return { url: `redis://127.0.0.1:${port}`, close: () => ended(server, 'SIGTERM') }
}

/** Ends a process, and waits until it has. */
export async function ended(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const exit = new Promise((resolve) => child.once('exit', resolve))
  child.kill(signal)
  await exit
}

/** Waits until a process has written something, on either of its outputs. */
export function printed(child: ChildProcess, words: RegExp): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = ''
    const hear = (chunk: Buffer) => {
      text += chunk
      if (words.test(text)) resolve(text)
    }
    child.stdout?.on('data', hear)
    child.stderr?.on('data', hear)
    child.once('exit', (code) => reject(new Error(`ended with ${code} before it printed ${words}: ${text}`)))
  })
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}
