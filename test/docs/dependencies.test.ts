import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { licences, undecided } from '../../docs/licences.ts'
import { projectRoot } from '../../src/project.ts'

const read = (name: string) => readFileSync(join(projectRoot, name), 'utf8')
const { dependencies, devDependencies } = JSON.parse(read('package.json')) as Record<
  string,
  Record<string, string>
>

it('everything that is installed to run has a licence that lets it be passed on', () => {
  expect([...licences().values()].flat().length).toBeGreaterThan(50)
  expect(undecided()).toEqual([])
})

it('docs/dependencies.md states why each dependency is there', () => {
  const text = read('docs/dependencies.md')
  const names = Object.keys({ ...dependencies, ...devDependencies }).filter(
    (name) => !name.startsWith('@types/'),
  )
  expect(names.filter((name) => !text.includes(`\`${name}\``))).toEqual([])
})

it.each(['requirements', 'requirements-import'])(
  '%s.lock has a hash for every version of its list',
  (name) => {
    const lock = read(`training/${name}.lock`)
    const pinned = [...read(`training/${name}.txt`).matchAll(/^[\w-]+==[\w.]+/gm)].map(([one]) => one)
    expect(pinned.length).toBeGreaterThan(2)
    expect(pinned.filter((one) => !lock.includes(`\n${one} \\\n    --hash=sha256:`))).toEqual([])
    const entries = lock.split(/\n(?=\S)/).filter((entry) => !entry.startsWith('#'))
    expect(entries.filter((entry) => !/--hash=sha256:[0-9a-f]{64}/.test(entry))).toEqual([])
  },
)
