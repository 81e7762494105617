import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openLibrary } from '../../../src/composition.ts'
import { HUMAN_FILE } from '../../../src/experiments/measure/human-figures.ts'
import { readHumanBaseline } from '../../../src/web/pages/human-baseline.ts'

const library = openLibrary()
const model = library.list().find(({ id }) => id === library.defaultId)!
const { sha256: hash } = model.files.find(({ path }) => path.endsWith('.onnx'))!

const human = (perplexity: number) => ({
  passages: 4,
  tokens: 800,
  measures: {
    perplexity: { value: perplexity, low: 0.9 * perplexity, high: 1.1 * perplexity },
    'surprisal-sd-nats': { value: 2.8, low: 2.6, high: 2.95 },
    'seq-rep-2': { value: 0.05, low: 0.04, high: 0.07 },
    'seq-rep-4': { value: 0 },
    'kept-mean': { value: null },
    length: { value: 200 },
    'distinct-2': { value: 0.9 },
    'self-bleu-4': { value: 0.3 },
  },
  halves: { first: 1, second: 1 },
  series: [0.5, 0.25, 1, 0.125],
})

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'nucleus-human-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const store = (settings: object, ofHash = hash) =>
  writeFileSync(
    join(folder, HUMAN_FILE),
    JSON.stringify({ provenance: { model: model.id, hash: ofHash, works: 'two books' }, settings }),
  )

it('takes the full setting, and only figures that compare with those of one text', () => {
  store({ quick: human(50), full: human(40) })
  expect(readHumanBaseline(folder, model)).toEqual({
    source: '4 passages of 200 tokens, two books',
    measures: { perplexity: 40, 'surprisal-sd-nats': 2.8, 'seq-rep-2': 0.05, 'seq-rep-4': 0 },
    // Four passages: a single one varies twice as widely as their mean, perplexity by factors.
    ranges: {
      perplexity: { low: expect.closeTo(32.4, 9), high: expect.closeTo(48.4, 9) },
      'surprisal-sd-nats': { low: expect.closeTo(2.4, 9), high: expect.closeTo(3.1, 9) },
      'seq-rep-2': { low: 0, high: expect.closeTo(0.09, 9) },
    },
    middleHalf: { low: -Math.log(0.5), high: -Math.log(0.125) },
  })
})

it('takes another setting where the full one is missing', () => {
  store({ quick: human(50) })
  expect(readHumanBaseline(folder, model)?.measures.perplexity).toBe(50)
})

it('has nothing for another file, another model or an empty folder', () => {
  expect(readHumanBaseline(folder, model)).toBeUndefined()
  store({ full: human(40) }, 'f'.repeat(64))
  expect(readHumanBaseline(folder, model)).toBeUndefined()
  store({ full: human(40) })
  for (const other of library.list().filter(({ id }) => id !== model.id)) {
    expect(readHumanBaseline(folder, other)).toBeUndefined()
  }
})
