import { type ChildProcess, fork } from 'node:child_process'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

/**
 * The folder of tsx, which lets Node run TypeScript: a new process or thread has to be given it by its full
 * path.
 */
const tsx = dirname(createRequire(import.meta.url).resolve('tsx/package.json'))

/** Starts a module of this program in a process of its own, with a channel to it. */
export function spawnProcess(module: URL, environment: Readonly<Record<string, string>>): ChildProcess {
  return fork(fileURLToPath(module), [], {
    execArgv: ['--import', pathToFileURL(join(tsx, 'dist/loader.mjs')).href],
    env: { ...process.env, ...environment },
    serialization: 'advanced',
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
}

/** The code that starts a module of this program in a thread: Node 20 applies no `--import` to one. */
export function threadCode(module: URL): string {
  const loader = pathToFileURL(join(tsx, 'dist/esm/api/index.mjs')).href
  return `import(${JSON.stringify(loader)}).then(({ register }) => {
    register()
    return import(${JSON.stringify(module.href)})
  })`
}
