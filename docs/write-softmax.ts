import { readFileSync, writeFileSync } from 'node:fs'
import wabt from 'wabt'

const folder = new URL('../src/sampling/softmax/', import.meta.url)

/**
 * The module of `softmax.wat` as TypeScript: importing it needs no file system, so it runs wherever sampling
 * does.
 */
export async function softmaxModule(): Promise<string> {
  const { parseWat } = await wabt()
  const parsed = parseWat('softmax.wat', readFileSync(new URL('softmax.wat', folder), 'utf8'), { simd: true })
  const { buffer } = parsed.toBinary({})
  parsed.destroy()
  const lines = Buffer.from(buffer)
    .toString('base64')
    .match(/.{1,100}/g)!
  return [
    '/** `softmax.wat`, compiled by `npm run softmax`; base64. */',
    `export const SOFTMAX = [\n${lines.map((line) => `  '${line}',`).join('\n')}\n].join('')`,
    '',
  ].join('\n')
}

if (process.argv[1] === new URL(import.meta.url).pathname) {
  writeFileSync(new URL('softmax-module.ts', folder), await softmaxModule())
}
