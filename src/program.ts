import { createHash, randomUUID } from 'node:crypto'
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { basename, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { PluginBuild } from 'esbuild'

/**
 * The program as plain JavaScript, which Node starts in a fifth of the time that it takes to compile
 * TypeScript file by file. It is bundled when its source has changed, into `node_modules/.cache`; nobody
 * builds by hand.
 */
const root = join(import.meta.dirname, '..')
const cache = join(root, 'node_modules/.cache/nucleus')

/** What a process or a thread starts with. */
const ENTRIES = ['cli', 'program', 'engine/process/engine-process', 'engine/compute/thread']

/** Milliseconds after which a program of older files is deleted: one that runs may still load parts of it. */
const KEPT = 7 * 24 * 60 * 60 * 1000

/** Where the program of these very files lies, or would lie: named by their paths, times and sizes. */
function programFolder(): string {
  const files = readdirSync(join(root, 'src'), { recursive: true, withFileTypes: true })
  const hash = createHash('sha256').update(`${root} ${process.versions.node}`)
  for (const file of files) {
    if (!file.isFile()) continue
    const path = join(file.parentPath, file.name)
    const { mtimeMs, size } = statSync(path)
    hash.update(`${path} ${mtimeMs} ${size}\n`)
  }
  return join(cache, hash.digest('hex').slice(0, 16))
}

let known: string | undefined

/**
 * The folder of the program as it is now; undefined where it was not built yet. A process keeps to the one it
 * found first while that is there, as its own processes and threads have to run the same code.
 */
export function builtProgram(): string | undefined {
  if (known === undefined || !existsSync(known)) {
    const folder = programFolder()
    known = existsSync(folder) ? folder : undefined
  }
  return known
}

/**
 * Bundles the program if its files have changed.
 * @returns its folder; undefined where nothing can be written
 */
export async function buildProgram(): Promise<string | undefined> {
  const built = builtProgram()
  if (built !== undefined) return built
  const folder = programFolder()
  const own = `${folder}.${randomUUID()}`
  try {
    mkdirSync(own, { recursive: true })
  } catch {
    return undefined
  }
  const { build } = await import('esbuild')
  await build({
    absWorkingDir: root,
    entryPoints: Object.fromEntries(ENTRIES.map((entry) => [entry.split('/').at(-1), `src/${entry}.ts`])),
    outdir: own,
    bundle: true,
    splitting: true,
    packages: 'external',
    format: 'esm',
    platform: 'node',
    target: 'node20',
    sourcemap: 'linked',
    plugins: [{ name: 'own-place', setup: keepOwnPlace }],
  })
  try {
    renameSync(own, folder)
  } catch {
    // Another process was faster.
    rmSync(own, { recursive: true, force: true })
  }
  writeFileSync(`${own}.js`, `export * from './${basename(folder)}/program.js'\n`)
  renameSync(`${own}.js`, join(cache, 'latest.js'))
  forgetOld()
  return folder
}

/**
 * Runs the command line of this process.
 * @param fromSource gives this module as it is now, to build what has changed; TypeScript can be imported
 * then
 */
export async function start(fromSource: () => Promise<{ buildProgram: typeof buildProgram }>): Promise<void> {
  const folder = builtProgram() ?? (await (await fromSource()).buildProgram())
  if (folder) process.setSourceMapsEnabled(true)
  await import(folder ? pathToFileURL(join(folder, 'cli.js')).href : new URL('cli.ts', import.meta.url).href)
}

/** Modules look for files beside their source, and the bundle lies elsewhere. */
function keepOwnPlace({ onLoad }: PluginBuild): void {
  onLoad({ filter: /\/src\/.*\.tsx?$/ }, ({ path }) => {
    const text = readFileSync(path, 'utf8')
    if (!text.includes('import.meta')) return undefined
    const contents = text
      .replaceAll('import.meta.url', JSON.stringify(pathToFileURL(path).href))
      .replaceAll('import.meta.dirname', JSON.stringify(join(path, '..')))
    return { contents, loader: path.endsWith('x') ? 'tsx' : 'ts' }
  })
}

function forgetOld(): void {
  for (const name of readdirSync(cache)) {
    const { mtimeMs } = statSync(join(cache, name), { throwIfNoEntry: false }) ?? { mtimeMs: Date.now() }
    if (Date.now() - mtimeMs > KEPT) rmSync(join(cache, name), { recursive: true, force: true })
  }
}
