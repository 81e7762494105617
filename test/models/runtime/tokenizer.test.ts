import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { oncePerTokenizer, openTokenizer, TOKENIZER_FILES } from '../../../src/models/runtime/tokenizer.ts'
import { projectRoot } from '../../../src/project.ts'

const builtIn = join(projectRoot, 'models/books-13m')
const copy = mkdtempSync(join(tmpdir(), 'nucleus-test-'))
for (const name of TOKENIZER_FILES) cpSync(join(builtIn, name), join(copy, name))
afterAll(() => rmSync(copy, { recursive: true }))

it('is one for all folders that hold the same files, and another one where a file differs', async () => {
  const one = await openTokenizer(builtIn)
  expect(await openTokenizer(copy)).toBe(one)
  const template = '{{ messages[0].content }}'
  writeFileSync(join(copy, 'chat_template.jinja'), template)
  const other = await openTokenizer(copy)
  expect(other).not.toBe(one)
  expect([one.chat_template, other.chat_template]).toEqual([null, template])
  expect(other.encode('The sea was calm.')).toEqual(one.encode('The sea was calm.'))
})

it('is read once for all models that share it', async () => {
  const tokenizer = await openTokenizer(builtIn)
  let reads = 0
  const read = oncePerTokenizer(({ model_max_length }) => [++reads, model_max_length])
  expect(read(tokenizer)).toBe(read(tokenizer))
  expect(reads).toBe(1)
})
