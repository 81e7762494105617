import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'

const root = join(import.meta.dirname, '..')
const FOLDERS = ['src', 'test', 'bench', 'docs', 'public/css']

const files = FOLDERS.flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.(?:tsx?|mts|css)$/.test(file) && !file.startsWith('fixtures'))
    .map((file) => join(folder, file)),
)

/** Every line, with its place. */
const lines = files.flatMap((file) =>
  readFileSync(join(root, file), 'utf8')
    .split('\n')
    .map((text, index) => ({ place: `${file}:${index + 1}`, text })),
)
const comments = lines.filter(({ text }) => /^\s*(?:\/\*|\*|\/\/)/.test(text))

it('are found', () => {
  expect(comments.length).toBeGreaterThan(3000)
})

it('are within 110 columns', () => {
  expect(comments.filter(({ text }) => text.length > 110)).toEqual([])
})

it('are no exception in src: no line of its code is longer', () => {
  const long = lines.filter(({ place, text }) => place.startsWith('src') && text.length > 110)
  expect(long).toEqual([])
})

it('let nothing speak or stand: a model has logits, a function reports, a file states', () => {
  const speaks = /\b(?:says|tells|told|stands|stood|for good)\b/i
  expect(comments.filter(({ text }) => speaks.test(text))).toEqual([])
})
