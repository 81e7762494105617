import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { environmentExample, fillTables } from '../../docs/tables.ts'
import { projectRoot } from '../../src/composition.ts'
import { formatLane, parseLane } from '../../src/runs/request/lane.ts'

const readme = readFileSync(join(projectRoot, 'README.md'), 'utf8')

it.each(['README.md', 'docs/using-models.md', 'docs/own-step.md', 'docs/http.md'])(
  '%s holds the tables that are made; if not, run "npm run docs"',
  (name) => {
    const text = readFileSync(join(projectRoot, name), 'utf8')
    expect(fillTables(text)).toBe(text)
  },
)

it('.env.example lists every variable; if not, run "npm run docs"', () => {
  expect(readFileSync(join(projectRoot, '.env.example'), 'utf8')).toBe(environmentExample())
})

it('every chain in the README is one', () => {
  const chains = [...readme.matchAll(/--lane (\S+)/g)].map(([, chain]) => chain!.replace(/`.*$/, ''))
  expect(chains.length).toBeGreaterThan(3)
  // Read twice: what a chain is written as is a chain that reads as the same.
  for (const chain of chains) {
    const written = formatLane(parseLane(chain))
    expect(formatLane(parseLane(written))).toBe(written)
  }
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
