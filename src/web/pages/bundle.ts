import { readdirSync } from 'node:fs'
import { basename, dirname, join, relative } from 'node:path'
import { build } from 'esbuild'

/** Folder of the pages' source: each folder in it with a `main.tsx` is a page. */
const PAGES = join(import.meta.dirname, '../../page')
/** Where the browser finds what is bundled. */
export const ASSETS = '/assets'

/** What the browser runs, made from `src/page` in memory. */
export interface Bundle {
  /** Addresses a page's document loads: its own script first, then the chunks it shares with other pages. */
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

/** Scripts that run in workers, each by the name of its folder: `lab/own/worker.ts` is `own-worker`. */
const workersIn = (folder: string) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => basename(file) === 'worker.ts')
    .map((file) => ({ in: join(folder, file), out: `${basename(dirname(file))}-worker` }))

/** @param folder the pages' source */
export async function bundlePages(folder: string): Promise<Bundle> {
  const pages = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => basename(file) === 'main.tsx')
    .map((file) => file.slice(0, -'/main.tsx'.length))
  const { outputFiles, metafile } = await build({
    entryPoints: [
      ...pages.map((page) => ({ in: join(folder, page, 'main.tsx'), out: page })),
      ...workersIn(folder),
    ],
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
  const addressOf = (output: string): string => `/${relative('/', join(folder, output))}`
  const outputs = Object.entries(metafile.outputs)
  return {
    workerOf: (name) =>
      outputFiles.find(({ path }) => basename(path).startsWith(`${name}-worker-`) && path.endsWith('.js'))
        ?.contents,
    files: new Map(outputFiles.map(({ path, contents }) => [path, contents])),
    scriptsOf: (page) => {
      const [path, own] = outputs.find(([, { entryPoint }]) => entryPoint === `${page}/main.tsx`) ?? []
      if (path === undefined || !own) throw new Error(`src/page/${page} has no main.tsx`)
      const shared = own.imports.filter(({ kind }) => kind === 'import-statement').map((one) => one.path)
      return [path, ...shared].map(addressOf)
    },
  }
}
