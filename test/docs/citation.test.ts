import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { programVersion, projectRoot } from '../../src/project.ts'

it('CITATION.cff names the version of package.json', () => {
  const text = readFileSync(join(projectRoot, 'CITATION.cff'), 'utf8')
  expect(text).toMatch(new RegExp(`^version: ${programVersion().replaceAll('.', '\\.')}$`, 'm'))
  for (const field of ['cff-version', 'message', 'title', 'authors'])
    expect(text).toContain(`\n${field}:`.slice(field === 'cff-version' ? 1 : 0))
})
