import { join } from 'node:path'
import { build } from 'esbuild'
import { once } from './once.ts'

const ENTRY = join(import.meta.dirname, '../../page/compare/export/frozen.tsx')

/** The script that an exported page holds, in one piece; made when the first page is exported. */
export const frozenScript = once(async (): Promise<Uint8Array> => {
  const { outputFiles } = await build({
    entryPoints: [ENTRY],
    bundle: true,
    write: false,
    format: 'iife',
    target: 'es2023',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    minify: true,
    logLevel: 'silent',
  })
  return outputFiles[0]!.contents
})
