import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openLibrary } from '../../src/composition.ts'
import type { LanguageModel, Slots } from '../../src/decoding/model.ts'
import { promptPieces } from '../../src/decoding/prompt-pieces.ts'
import { readCatalogue } from '../../src/models/catalogue/read-catalogue.ts'
import { loadModel } from '../../src/models/runtime/load.ts'
import { projectRoot } from '../../src/project.ts'
import { fakeModel } from '../fakes/fake-model.ts'
import { digestOf } from '../helpers/digest.ts'
import { TINY_GPT2 } from '../models/tiny-gpt2.ts'

/** Which laws a model has to keep. */
interface Facts {
  /** Whether a row does not depend on the rows beside it. */
  readonly isIndependent: boolean
  readonly hasHiddenStates: boolean
}

/** The laws of `Slots`, for every implementation of the port. */
const MODELS: readonly [name: string, facts: Facts, open: () => Promise<LanguageModel>][] = [
  [
    'the fake model',
    { isIndependent: true, hasHiddenStates: true },
    async () => fakeModel({ vocabularySize: 500, contextLength: 128 }),
  ],
  [
    'an export that takes rows of one length',
    { isIndependent: false, hasHiddenStates: false },
    () =>
      loadModel(TINY_GPT2, {
        folders: { builtIn: join(import.meta.dirname, '../fixtures'), cache: '/nonexistent' },
      }),
  ],
  ['the built-in model', { isIndependent: true, hasHiddenStates: true }, () => openLibrary().load()],
  [
    'the built-in model, a row never alone',
    { isIndependent: true, hasHiddenStates: true },
    () => {
      const builtIn = readCatalogue(join(projectRoot, 'models.json')).models[0]!
      return loadModel(
        { ...builtIn, leastRows: 2 },
        { folders: { builtIn: join(projectRoot, 'models'), cache: '' } },
      )
    },
  ],
]

/** Texts of many lengths: shorter than a piece, of a piece and one more, of several pieces. */
const LENGTHS = [1, 2, 7, 19, 64, 65, 66, 90]
const textOf = (length: number, seed: number) =>
  Array.from({ length }, (_, index) => 1 + ((index * 37 + seed * 101 + index * index) % 400))

/** Reads a text into a new slot. @returns the slot, and a copy of its logits */
async function read(model: LanguageModel, slots: Slots, prompt: readonly number[], rest: readonly number[]) {
  const { slot } = slots.open()
  const pieces = [
    ...promptPieces(prompt, model.slotFacts.pieceLength),
    ...rest.map((token) => [token] as const),
  ]
  let logits = new Float32Array()
  for (const tokens of pieces) {
    const [row] = await slots.forward([{ slot, tokens }])
    logits = row!.logits.slice()
  }
  return { slot, logits }
}

describe.each(MODELS)('slots of %s', (_, facts, openModel) => {
  let model: LanguageModel
  let slots: Slots
  beforeAll(async () => {
    model = await openModel()
    slots = model.openSlots()
  })
  afterAll(() => slots.dispose())

  it('are of a model with the facts above', () => {
    const { slotFacts, info } = model
    expect([slotFacts.isIndependent, info.hasHiddenStates]).toEqual([
      facts.isIndependent,
      facts.hasHiddenStates,
    ])
  })

  it('have the logits of a batch after a text, to the last bit', async () => {
    for (const [seed, length] of LENGTHS.entries()) {
      const prompt = textOf(length, seed)
      const rest = textOf(5, seed + 50)
      const { slot, logits } = await read(model, slots, prompt, rest)
      let batch = await model.prefill(prompt)
      for (const token of rest) batch = await batch.extend([{ parent: 0, token }])
      expect(slots.lengthOf(slot)).toBe(length + rest.length)
      expect(digestOf(logits)).toBe(digestOf(batch.rows[0]!.logits))
      batch.dispose()
      slots.release(slot)
    }
  })

  it.skipIf(!facts.isIndependent)(
    'take rows of different lengths in one forward, each as it is alone',
    async () => {
      const opened = []
      for (const [seed, length] of LENGTHS.entries()) {
        opened.push((await read(model, slots, textOf(length, seed), [])).slot)
      }
      const alone = []
      for (const [seed, length] of LENGTHS.entries()) {
        const own = await read(model, slots, textOf(length, seed), [3, 4, 5])
        alone.push(own.logits)
        slots.release(own.slot)
      }
      let rows: Float32Array[] = []
      for (const token of [3, 4, 5]) {
        const answer = await slots.forward(opened.map((slot) => ({ slot, tokens: [token] })))
        rows = answer.map(({ logits }) => logits.slice())
      }
      expect(rows.map(digestOf)).toEqual(alone.map(digestOf))
      for (const slot of opened) slots.release(slot)
    },
  )

  it.skipIf(!facts.isIndependent)(
    'join, leave, fork and skip steps without touching each other',
    async () => {
      const texts = new Map<number, { prompt: number[]; rest: number[] }>()
      const begin = async (length: number, seed: number) => {
        const prompt = textOf(length, seed)
        texts.set((await read(model, slots, prompt, [])).slot, { prompt, rest: [] })
      }
      const forwardSome = async (wanted: (slot: number) => boolean) => {
        const requests = [...texts.keys()].filter(wanted).map((slot) => ({ slot, tokens: [7 + slot] }))
        const rows = await slots.forward(requests)
        const logits = rows.map(({ logits }) => logits.slice())
        for (const { slot, tokens } of requests) texts.get(slot)!.rest.push(...tokens)
        return new Map(requests.map(({ slot }, index) => [slot, logits[index]!]))
      }
      await begin(5, 1)
      await begin(70, 2)
      await forwardSome(() => true)
      await begin(20, 3)
      await forwardSome((slot) => slot !== 0)
      const [first] = texts.keys()
      const copy = slots.fork(first!)
      texts.set(copy, structuredClone(texts.get(first!)!))
      await forwardSome(() => true)
      slots.release(1)
      texts.delete(1)
      await forwardSome((slot) => slot !== copy)
      await begin(33, 4)
      const last = await forwardSome(() => true)
      for (const [slot, { prompt, rest }] of texts) {
        const again = await read(model, slots, prompt, rest)
        expect(digestOf(last.get(slot)!)).toBe(digestOf(again.logits))
        slots.release(again.slot)
      }
      for (const slot of texts.keys()) slots.release(slot)
    },
  )

  it('take tokens back as if they had never been there', async () => {
    for (const length of [2, 66]) {
      const prompt = textOf(length, 11)
      const { slot } = await read(model, slots, prompt, [5, 6, 7, 8])
      const copy = slots.fork(slot)
      slots.truncate(slot, length + 1)
      expect(slots.lengthOf(slot)).toBe(length + 1)
      const [row] = await slots.forward([{ slot, tokens: [9] }])
      const logits = row!.logits.slice()
      const other = await read(model, slots, prompt, [5, 9])
      expect(digestOf(logits)).toBe(digestOf(other.logits))
      slots.truncate(slot, length)
      const [again] = await slots.forward([{ slot, tokens: [5] }])
      const first = again!.logits.slice()
      expect(digestOf(first)).toBe(digestOf((await read(model, slots, prompt, [5])).logits))
      const [kept] = await slots.forward([{ slot: copy, tokens: [9] }])
      const whole = kept!.logits.slice()
      const unbroken = await read(model, slots, prompt, [5, 6, 7, 8, 9])
      expect(digestOf(whole)).toBe(digestOf(unbroken.logits))
      expect(() => slots.truncate(slot, length + 2)).toThrow(RangeError)
    }
  })

  it.skipIf(!facts.hasHiddenStates)(
    'give the hidden states of a request’s tokens, where it asks for them',
    async () => {
      const prompt = textOf(9, 8)
      const batch = await model.prefill(prompt, { hidden: true })
      const { slot } = slots.open()
      const [row] = await slots.forward([{ slot, tokens: prompt, hidden: true }])
      expect(row!.hidden!.map(digestOf)).toEqual(batch.rows[0]!.hidden!.map(digestOf))
      const other = slots.open().slot
      await slots.forward([{ slot: other, tokens: [1] }])
      const [next, plain] = await slots.forward([
        { slot, tokens: [4], hidden: true },
        { slot: other, tokens: [2] },
      ])
      expect(next!.hidden).toHaveLength(1)
      expect(plain!.hidden).toBeUndefined()
      batch.dispose()
      slots.release(slot)
      slots.release(other)
    },
  )

  it('refuse a slot that is not open, two requests for one, no token, and a full context', async () => {
    const { slot } = slots.open()
    const { contextLength } = model.info
    await expect(slots.forward([{ slot: 99, tokens: [1] }])).rejects.toThrow(RangeError)
    await expect(slots.forward([{ slot, tokens: [] }])).rejects.toThrow(RangeError)
    await expect(
      slots.forward([
        { slot, tokens: [1] },
        { slot, tokens: [1] },
      ]),
    ).rejects.toThrow(RangeError)
    await expect(slots.forward([{ slot, tokens: textOf(contextLength + 1, 1) }])).rejects.toThrow(RangeError)
    slots.release(slot)
    slots.release(slot)
    expect(() => slots.fork(slot)).toThrow(RangeError)
    expect(() => slots.lengthOf(slot)).toThrow(RangeError)
  })
})
