import { readdirSync } from 'node:fs'
import { join, relative } from 'node:path'
import { build } from 'esbuild'
import { ASSETS } from './bundle.ts'

/**
 * One style sheet a page: `public/css/pages/ID.css` and all it imports, in one file whose name holds its
 * hash.
 */
export interface Sheets {
  readonly sheetOf: (page: string) => string
  /** By address. */
  readonly files: ReadonlyMap<string, Uint8Array>
}

const FOLDER = join(import.meta.dirname, '../../../public/css/pages')

let made: Promise<Sheets> | undefined

/** The sheets of this process: made at the first call. */
export function pageSheets(): Promise<Sheets> {
  made ??= makeSheets()
  return made
}

async function makeSheets(): Promise<Sheets> {
  const { outputFiles, metafile } = await build({
    entryPoints: readdirSync(FOLDER).map((file) => join(FOLDER, file)),
    outdir: ASSETS,
    entryNames: '[name]-[hash]',
    absWorkingDir: FOLDER,
    external: ['/fonts/*'],
    bundle: true,
    write: false,
    metafile: true,
    minify: true,
    logLevel: 'silent',
  })
  const addresses = new Map(
    Object.entries(metafile.outputs).map(([output, { entryPoint = '' }]) => [
      entryPoint.replace(/\.css$/, ''),
      `/${relative('/', join(FOLDER, output))}`,
    ]),
  )
  return {
    files: new Map(outputFiles.map(({ path, contents }) => [path, contents])),
    sheetOf: (page) => {
      const address = addresses.get(page)
      if (address === undefined) throw new Error(`public/css/pages has no ${page}.css`)
      return address
    },
  }
}
