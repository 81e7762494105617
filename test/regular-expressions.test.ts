import { readdirSync } from 'node:fs'
import { join, relative } from 'node:path'
import { parse } from 'acorn'
import { full } from 'acorn-walk'
import { buildSync } from 'esbuild'
import { analyse } from 'scslre'
import { describe, expect, it } from 'vitest'

const src = join(import.meta.dirname, '../src')

/** What an expression can be slow on, empty where its time is in proportion to the text. */
const faultsOf = (source: string, flags = ''): string[] =>
  analyse({ source, flags }).reports.map(
    ({ type, exponential }) => `${type}, ${exponential ? 'exponential' : 'quadratic'}`,
  )

/** Every regular expression that some JavaScript writes down. */
function expressionsOf(code: string): { readonly pattern: string; readonly flags: string }[] {
  const found: { pattern: string; flags: string }[] = []
  full(parse(code, { ecmaVersion: 'latest', sourceType: 'module' }), (node) => {
    if (node.type === 'Literal' && 'regex' in node) found.push(node.regex as (typeof found)[number])
  })
  return found
}

describe('regular expressions', () => {
  it('the analysis knows slow ones', () => {
    expect(faultsOf('^\\d+\\.?\\d*$')).toEqual([expect.stringContaining('quadratic')])
    expect(faultsOf('\\s*\\n')).toEqual([expect.stringContaining('quadratic')])
    expect(faultsOf('^(a+)+$')).toEqual([expect.stringContaining('exponential')])
  })

  it('none takes longer than in proportion to its text', () => {
    const files = readdirSync(src, { recursive: true, encoding: 'utf8' })
    const entryPoints = files.filter((file) => /\.tsx?$/.test(file)).map((file) => join(src, file))
    const { outputFiles } = buildSync({ entryPoints, outdir: src, write: false })
    expect(outputFiles).toHaveLength(entryPoints.length)
    const slow = outputFiles.flatMap(({ path, text }) =>
      expressionsOf(text).flatMap(({ pattern, flags }) =>
        faultsOf(pattern, flags).map((fault) => `${relative(src, path)}: /${pattern}/${flags}: ${fault}`),
      ),
    )
    expect(slow).toEqual([])
  })
})
