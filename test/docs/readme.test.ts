import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, it } from 'vitest'
import { environmentExample, fillTables } from '../../docs/tables.ts'
import { projectRoot } from '../../src/project.ts'
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

const documents = [
  ...readdirSync(projectRoot).filter((name) => name.endsWith('.md')),
  ...['docs', 'bench', 'training'].flatMap((folder) =>
    readdirSync(join(projectRoot, folder)).flatMap((name) =>
      name.endsWith('.md') ? [`${folder}/${name}`] : [],
    ),
  ),
]

/** The names that GitHub gives the headings of a document. */
const headingsOf = (path: string): string[] =>
  [...readFileSync(path, 'utf8').matchAll(/^#+ (.+)$/gm)].map(([, heading]) =>
    heading!
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  )

it.each(documents)('%s links to files and headings that exist', (name) => {
  const from = join(projectRoot, name)
  const links = [...readFileSync(from, 'utf8').matchAll(/\]\((?!https?:)([^)\s]+)\)/g)]
  const broken = links.filter(([, target]) => {
    const [path = '', heading] = target!.split('#')
    const file = path === '' ? from : join(dirname(from), path)
    return !existsSync(file) || (heading && !headingsOf(file).includes(heading))
  })
  expect(broken).toEqual([])
})
