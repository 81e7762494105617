import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { projectRoot } from '../../src/project.ts'

const page = readFileSync(join(projectRoot, 'docs/models.md'), 'utf8')

it('docs/models.md has every tiny export and every architecture of a GGUF', () => {
  const exports = readdirSync(join(projectRoot, 'test/fixtures/tiny-exports'))
  const architectures = JSON.parse(
    readFileSync(join(projectRoot, 'training/gguf_import/architectures.json'), 'utf8'),
  ) as string[]
  const names = [...exports.filter((name) => !name.endsWith('.json')), ...architectures]
  expect(names.filter((name) => !page.includes(`| ${name} |`))).toEqual([])
})
