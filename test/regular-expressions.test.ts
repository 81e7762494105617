import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'acorn'
import { full } from 'acorn-walk'
import { transformSync } from 'esbuild'
import { analyse } from 'scslre'
import { describe, expect, it } from 'vitest'

const src = join(import.meta.dirname, '../src')

/** What an expression can be slow on, empty where its time is in proportion to the text. */
const faultsOf = (source: string, flags = ''): string[] =>
  analyse({ source, flags }).reports.map(
    ({ type, exponential }) => `${type}, ${exponential ? 'exponential' : 'quadratic'}`,
  )

/** Every regular expression that a file of source writes down. */
function expressionsOf(file: string): { readonly pattern: string; readonly flags: string }[] {
  const { code } = transformSync(readFileSync(join(src, file), 'utf8'), {
    loader: file.endsWith('x') ? 'tsx' : 'ts',
  })
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

  const files = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter((file) => /\.tsx?$/.test(file))

  it('none takes longer than in proportion to its text', () => {
    const slow = files.flatMap((file) =>
      expressionsOf(file).flatMap(({ pattern, flags }) =>
        faultsOf(pattern, flags).map((fault) => `${file}: /${pattern}/${flags}: ${fault}`),
      ),
    )
    expect(slow).toEqual([])
  })
})
