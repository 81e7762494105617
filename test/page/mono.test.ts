import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'

const folder = join(import.meta.dirname, '../../public/css')

it('joins no two characters of code: each rule with the mono face states it, as `font` takes it back', () => {
  const sheets = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) =>
    path.endsWith('.css'),
  )
  const rules = sheets.flatMap((path) =>
    readFileSync(join(folder, path), 'utf8')
      .split('}')
      .filter((rule) => rule.includes('var(--mono)'))
      .map((rule) => ({ path, rule })),
  )
  expect(rules.length).toBeGreaterThan(8)
  const joining = rules.filter(({ rule }) => !/var\(--mono\);[^{]*font-variant-ligatures: none/.test(rule))
  expect(joining.map(({ path }) => path)).toEqual([])
})
