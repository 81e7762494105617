import { readdirSync } from 'node:fs'
import { basename, dirname, join, relative } from 'node:path'
import { build } from 'esbuild'

/** Folder of the pages' source: each folder in it with a `main.tsx` has a script of its own. */
const PAGES = join(import.meta.dirname, '../../page')
/** Where the browser finds what is bundled. */
export const ASSETS = '/assets'

/** What the browser runs, made from `src/page` in memory. */
export interface Bundle {
  /** Addresses a page's document loads: its own script first, then what its later parts need too. */
  readonly scriptsOf: (page: string) => readonly string[]
  /** A worker's script, by its name. */
  readonly workerOf: (name: string) => Uint8Array | undefined
  /** By address. */
  readonly files: ReadonlyMap<string, Uint8Array>
}

let made: Promise<Bundle> | undefined

/** The bundle of this process: made at the first call, in a process of esbuild's own. */
export function pageBundle(): Promise<Bundle> {
  made ??= bundlePages(PAGES)
  return made
}

interface Entry {
  readonly in: string
  readonly out: string
}

/** Scripts that run in workers, each by the name of its folder: `own/worker.ts` is `own-worker`. */
const workersIn = (folder: string): Entry[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => basename(file) === 'worker.ts')
    .map((file) => ({ in: join(folder, file), out: `${basename(dirname(file))}-worker` }))

/**
 * Every entry is bundled by itself, so a page loads one script and what it shares with its own later parts.
 * One build of all pages would cut a piece for each set of pages that share a file: forty for Compare.
 * @param folder the pages' source
 */
export async function bundlePages(folder: string): Promise<Bundle> {
  const pages = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => basename(file) === 'main.tsx')
    .map((file) => ({ in: join(folder, file), out: file.slice(0, -'/main.tsx'.length) }))
  const built = await Promise.all(
    [...pages, ...workersIn(folder)].map(async (entry) => ({ entry, ...(await bundleOf(folder, entry)) })),
  )
  const scripts = new Map(built.map(({ entry, scripts }) => [entry.out, scripts]))
  const files = new Map(
    built.flatMap(({ outputFiles }) => outputFiles.map((file) => [file.path, file.contents])),
  )
  return {
    files,
    workerOf: (name) => files.get(scripts.get(`${name}-worker`)?.[0] ?? ''),
    scriptsOf: (page) => {
      const found = scripts.get(page)
      if (!found) throw new Error(`src/page/${page} has no main.tsx`)
      return found
    },
  }
}

/** What one entry becomes, and the addresses it loads at once: its own script first. */
async function bundleOf(folder: string, entry: Entry) {
  const { outputFiles, metafile } = await build({
    entryPoints: [entry],
    outdir: ASSETS,
    entryNames: '[dir]/[name]-[hash]',
    chunkNames: 'shared-[hash]',
    absWorkingDir: folder,
    bundle: true,
    write: false,
    metafile: true,
    splitting: true,
    format: 'esm',
    target: 'es2023',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    minify: true,
    sourcemap: 'linked',
    logLevel: 'silent',
  })
  const source = relative(folder, entry.in)
  const [path, own] = Object.entries(metafile.outputs).find(([, one]) => one.entryPoint === source)!
  const shared = own.imports.filter(({ kind }) => kind === 'import-statement').map((one) => one.path)
  const scripts = [path, ...shared].map((output) => `/${relative('/', join(folder, output))}`)
  return { outputFiles, scripts }
}
