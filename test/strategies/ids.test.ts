import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { registry } from '../../src/strategies/registry.ts'

const src = join(import.meta.dirname, '../../src')

const textOf = (file: string): string => readFileSync(join(src, file), 'utf8')
const sources = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter((file) => /\.tsx?$/.test(file))

/** Where an id of the registry may be named: the file that defines it, or its folder if it has one. */
function isOwn(file: string, id: string): boolean {
  const isHome = (one: string) => new RegExp(`^  (?:id: '${id}'|aliases: .*'${id}')`, 'm').test(textOf(one))
  const folder = /^strategies\/(?:steps|searches)\/[^/]+\//.exec(file)?.[0]
  return folder === undefined
    ? file.startsWith('strategies/') && isHome(file)
    : sources.some((one) => one.startsWith(folder) && isHome(one))
}

/**
 * Rows and families of the paper's tables, and the series of charts, have names of their own, and some are
 * spelled like a strategy.
 * A chain in notation (`nucleus:0.9`, or `greedy` in a list of lanes) is data and may be written anywhere:
 * defaults, presets and examples are made of it. What no other file may do is decide by an id.
 */
const OTHER_NAMES = [
  // The program has the name of a step.
  'web/http/access-token.ts',
  'experiments/claims/',
  'web/pages/gallery/',
  'page/gallery/',
  'page/compare/chart/',
]

const ids = registry.flatMap(({ id, aliases = [] }) => [id, ...aliases])
/** An id in quotes, or how a chain with it begins. */
const quoted = `(['"\`])(?<id>${ids.join('|')}):?\\1`
const DECISIONS = [
  new RegExp(`[!=]==? ${quoted}`),
  new RegExp(`${quoted} [!=]==? `),
  new RegExp(`case ${quoted}`),
  // A table by id: as keys, looked up, as a set.
  new RegExp(`(?:^\\s*|[{,] ?)${quoted}\\??:`),
  new RegExp(`[\\w)\\]](?:\\?\\.)?\\[${quoted}\\]`),
  new RegExp(`new (?:Set|Map)\\(\\[.*${quoted}`),
  new RegExp(`\\.(?:includes|startsWith|endsWith|get|has|indexOf|replace|replaceAll|split)\\(${quoted}`),
  new RegExp(`\\[[^\\]]*${quoted}[^\\]]*\\]\\.(?:includes|indexOf|some|find)\\(`),
  // Kept under another name, put together from parts, or looked for in a text.
  new RegExp(`(?:const|let) [\\w$]+ = ${quoted}$`),
  new RegExp(`\`(?<id>${ids.join('|')})-?\\$\\{[^}]*\\}:`),
  new RegExp(`/\\^?\\(?(?:\\?:)?(?<id>${ids.join('|')})(?::|\\||\\)|\\$|/[a-z]*\\.(?:test|exec))`),
]

const files = sources.filter((file) => !OTHER_NAMES.some((folder) => file.startsWith(folder)))

const decisionsIn = (text: string) =>
  text.split('\n').flatMap((line) => {
    const found = DECISIONS.map((decision) => decision.exec(line)).find((match) => match !== null)
    return found ? [{ line, id: found.groups!.id! }] : []
  })

it('no file but its own decides by the id of a step or search', () => {
  const found = files.flatMap((file) =>
    decisionsIn(textOf(file))
      .filter(({ id }) => !isOwn(file, id))
      .map(({ line }) => `${file}: ${line.trim()}`),
  )
  expect(found).toEqual([])
})

it('would find one', () => {
  const lines = [
    "if (definition.id === 'greedy') return",
    "  'min-p': floor(share),",
    "case 'top-p':",
    "return ['x'].includes('sample')",
    "return ['greedy', 'beam'].includes(id)",
    "const wide = new Set(['beam'])",
    "const colours = { 'min-p': 1 }",
    "return rules['top-k']",
    "lane.replace('nucleus:', 'p = ')",
    "const WANTED = 'nucleus:'",
    '(kind) => `nucleus-\u0024{kind}:0.9`',
    'if (/^beam/.test(id)) return',
    'if (/^(?:beam|power)$/.test(id)) return',
  ]
  expect(decisionsIn(lines.join('\n')).map(({ line }) => line)).toEqual(lines)
  expect(decisionsIn("const LANES = ['greedy', 'nucleus:0.9']")).toEqual([])
})
