import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { transformSync } from 'esbuild'
import { describe, expect, it } from 'vitest'
import { HEATS } from '../../src/page/compare/lane/heat.tsx'

/**
 * A class begins with its component’s name: `branch-form` is a part of `branch`, a folder or a file of
 * `src/page`, and `token-tip` is all of `token-tip.tsx`. No class is one word. States such as `is-open` are
 * of their element.
 */

const root = join(import.meta.dirname, '../..')
const filesIn = (folder: string): string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((path) => join(folder, path))
const read = (path: string): string => readFileSync(join(root, path), 'utf8')

/** A token has a class by every measure that may tint it. */
const OWNERS = new Set(Object.keys(HEATS))
for (const path of filesIn('src/page')) OWNERS.add(path.replace(/^.*\/|\.tsx?$/g, ''))

const isState = (name: string): boolean => /^(is|has|on)-/.test(name)

/** Whether a class is a component's, or a part's of it; many rows are `samples`, one is `sample-row`. */
function isOwned(name: string): boolean {
  const words = name.split('-')
  const starts = words.map((_, last) => words.slice(0, last + 1).join('-'))
  return words.length > 1 && starts.some((start) => OWNERS.has(start) || OWNERS.has(`${start}s`))
}

const classesIn = (selector: string): string[] =>
  [...selector.matchAll(/\.([a-z][\w-]*)/gi)].map(([, name = '']) => name)

/** The selectors of a sheet as they are without nesting, from place to text. */
function selectorsOf(path: string): string[] {
  const { code } = transformSync(read(path), { loader: 'css', target: 'chrome100' })
  const bare = code.replaceAll(/\/\*.*?\*\/|"[^"]*"/gs, '""')
  return [...bare.matchAll(/([^{};]+)\{/g)]
    .map(([, text = '']) => text.trim())
    .filter((text) => !text.startsWith('@'))
}

const sheets = filesIn('public/css').filter((path) => path.endsWith('.css'))
const selectors = sheets.flatMap((path) => selectorsOf(path).map((text) => ({ path, text })))

describe('class names', () => {
  it('begin with the name of a component, all but states', () => {
    expect(selectors.length).toBeGreaterThan(1000)
    const stray = selectors.flatMap(({ path, text }) =>
      classesIn(text)
        .filter((name) => !isState(name) && !isOwned(name))
        .map((name) => `${path}: .${name}`),
    )
    expect([...new Set(stray)]).toEqual([])
  })

  it('have states on an element of a component, within one, or on the body', () => {
    const stray = selectors.filter(({ text }) => {
      const names = classesIn(text)
      return names.length > 0 && names.every(isState) && !text.includes('body.')
    })
    expect(stray).toEqual([])
  })

  it('are all written somewhere', () => {
    const written = new Set(Object.keys(HEATS).map((name) => `${name}-$`))
    for (const path of [...filesIn('src/page'), ...filesIn('src/web'), ...filesIn('views')]) {
      if (!/\.(tsx?|ejs)$/.test(path)) continue
      // The last part of some is put in: `is-of-${columns}`.
      for (const [word] of read(path).matchAll(/[a-z][\w-]*(?<=-)\$|[a-z][\w-]*/gi)) written.add(word)
    }
    const isWritten = (name: string): boolean =>
      written.has(name) ||
      name.split('-').some((_, last, words) => written.has(`${words.slice(0, last).join('-')}-$`))
    const unused = selectors.flatMap(({ text }) => classesIn(text)).filter((name) => !isWritten(name))
    expect([...new Set(unused)]).toEqual([])
  })

  it('are distinguished', () => {
    expect(['beam-table', 'sample-row', 'token-tip', 'loop-note', 'rank-4', 'ui-button'].every(isOwned)).toBe(
      true,
    )
    expect(['lane', 'share', 'token', 'mystery-part', 'is-open'].some(isOwned)).toBe(false)
    expect(selectors.map(({ text }) => text)).toContain('.ui-button.is-primary:hover')
  })
})
