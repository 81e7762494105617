import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { environmentExample, fillTables } from '../../docs/tables.ts'
import { projectRoot } from '../../src/composition.ts'
import { parseChain } from '../../src/runs/request/notation.ts'

const readme = readFileSync(join(projectRoot, 'README.md'), 'utf8')

it('the README holds the tables the registry makes; if not, run "npm run docs"', () => {
  expect(fillTables(readme)).toBe(readme)
})

it('.env.example lists every variable; if not, run "npm run docs"', () => {
  expect(readFileSync(join(projectRoot, '.env.example'), 'utf8')).toBe(environmentExample())
})

it('every chain in the README is one', () => {
  const chains = [...readme.matchAll(/--lane (\S+)/g)].map(([, chain]) => chain!.replace(/`.*$/, ''))
  expect(chains.length).toBeGreaterThan(3)
  for (const chain of chains) expect(parseChain(chain)).toBeDefined()
})

it.each(['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', 'SECURITY.md'])(
  '%s links to files that exist',
  (name) => {
    const text = readFileSync(join(projectRoot, name), 'utf8')
    for (const [, target] of text.matchAll(/\]\((?!https?:)([^)#]+)\)/g)) {
      expect([target, existsSync(join(projectRoot, target!))]).toEqual([target, true])
    }
  },
)
