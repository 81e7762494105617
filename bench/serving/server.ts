import { fork } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { transformSync } from 'esbuild'
import { buildProgram } from '../../src/program.ts'
import { projectRoot } from '../../src/project.ts'

/** How late the server's event loop was, in milliseconds. */
interface Delays {
  readonly p99: number
  readonly longest: number
}

export interface BenchServer {
  readonly url: string
  /** Milliseconds from its start until it listened, and until its model was in memory. */
  readonly listened: number
  readonly ready: number
  /** Since they were asked for before. */
  delays(): Promise<Delays>
  close(): void
}

/** The probe as JavaScript: with a compiler in it the server would not be the one that people run. */
const probe = () => {
  const { code } = transformSync(readFileSync(new URL('./probe.ts', import.meta.url)), { loader: 'ts' })
  return `data:text/javascript,${encodeURIComponent(code)}`
}

/** The real server in a process of its own, with a probe in it. */
export async function startServer(): Promise<BenchServer> {
  await buildProgram()
  const start = performance.now()
  const child = fork(`${projectRoot}/bin/nucleus.js`, ['serve'], {
    cwd: projectRoot,
    env: { ...process.env, HOST: '127.0.0.1', PORT: '0' },
    execArgv: ['--import', probe()],
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  const url = await new Promise<string>((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`the server ended with ${code}`)))
    // Its log of requests is of no interest here.
    child.stderr!.resume()
    let printed = ''
    child.stdout!.on('data', (chunk) => {
      printed += chunk
      const found = /http:\/\/[^\s"]+:\d+/.exec(printed)
      if (found) resolve(found[0])
    })
  })
  const listened = performance.now() - start
  while (!(await fetch(`${url}/readyz`)).ok) await new Promise((resolve) => setTimeout(resolve, 50))
  const ready = performance.now() - start
  return {
    url,
    listened,
    ready,
    delays: () =>
      new Promise((resolve) => {
        child.once('message', (message) => resolve(message as Delays))
        child.send('delays')
      }),
    close: () => void child.kill('SIGTERM'),
  }
}
