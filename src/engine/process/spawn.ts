import { type ChildProcess, fork } from 'node:child_process'
import { createRequire } from 'node:module'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { builtProgram } from '../../program.ts'

/**
 * The folder of tsx, which lets Node run TypeScript: a new process or thread has to be given it by its full
 * path.
 */
const tsx = dirname(createRequire(import.meta.url).resolve('tsx/package.json'))

/** The same module of the built program; undefined where there is none of these files. */
function builtModule(module: URL): string | undefined {
  const folder = builtProgram()
  return folder && join(folder, `${basename(module.pathname, '.ts')}.js`)
}

/** Starts a module of this program in a process of its own, with a channel to it. */
export function spawnProcess(module: URL, environment: Readonly<Record<string, string>>): ChildProcess {
  const built = builtModule(module)
  return fork(built ?? fileURLToPath(module), [], {
    execArgv: built ? [] : ['--import', pathToFileURL(join(tsx, 'dist/loader.mjs')).href],
    env: { ...process.env, ...environment },
    serialization: 'advanced',
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
}

/** The code that starts a module of this program in a thread: Node 20 applies no `--import` to one. */
export function threadCode(module: URL): string {
  const built = builtModule(module)
  if (built) return `import(${JSON.stringify(pathToFileURL(built).href)})`
  const loader = pathToFileURL(join(tsx, 'dist/esm/api/index.mjs')).href
  return `import(${JSON.stringify(loader)}).then(({ register }) => {
    register()
    return import(${JSON.stringify(module.href)})
  })`
}
