import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { registry } from '../../src/strategies/registry.ts'

const src = join(import.meta.dirname, '../../src')

/** Where an id of the registry may be named: its own file, and the table that lists the files. */
const OWN = ['strategies/steps/', 'strategies/searches/']

/**
 * Rows and families of the paper's tables, and the series of charts, have names of their own, and some are
 * spelled like a strategy.
 * A chain in notation (`nucleus:0.9`, or `greedy` in a list of lanes) is data and may be written anywhere:
 * defaults, presets and examples are made of it. What no other file may do is decide by an id.
 */
const OTHER_NAMES = ['experiments/claims/', 'web/pages/gallery/', 'page/gallery/', 'page/compare/chart/']

const ids = registry.flatMap(({ id, aliases = [] }) => [id, ...aliases])
const quoted = `(['"\`])(?:${ids.join('|')})`
const DECISIONS = [
  new RegExp(`[!=]==? ${quoted}\\1`),
  new RegExp(`${quoted}\\1 [!=]==? `),
  new RegExp(`case ${quoted}\\1`),
  new RegExp(`^\\s*${quoted}\\1\\??:`),
  new RegExp(`\\.(?:includes|startsWith|endsWith|get|has|indexOf)\\(${quoted}\\1`),
]

const files = readdirSync(src, { recursive: true, encoding: 'utf8' })
  .filter((file) => /\.tsx?$/.test(file))
  .filter((file) => ![...OWN, ...OTHER_NAMES].some((folder) => file.startsWith(folder)))

const decisionsIn = (text: string) =>
  text.split('\n').filter((line) => DECISIONS.some((decision) => decision.test(line)))

it('no file but its own decides by the id of a step or search', () => {
  const found = files.flatMap((file) =>
    decisionsIn(readFileSync(join(src, file), 'utf8')).map((line) => `${file}: ${line.trim()}`),
  )
  expect(found).toEqual([])
})

it('would find one', () => {
  const lines = [
    "if (definition.id === 'greedy') return",
    "  'min-p': floor(share),",
    "case 'top-p':",
    "return ['x'].includes('sample')",
  ]
  expect(decisionsIn(lines.join('\n'))).toEqual(lines)
  expect(decisionsIn("const LANES = ['greedy', 'nucleus:0.9']")).toEqual([])
})
