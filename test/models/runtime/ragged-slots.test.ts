import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Slots } from '../../../src/decoding/model.ts'
import { promptPieces } from '../../../src/decoding/prompt-pieces.ts'
import { createGroupedSlots } from '../../../src/models/runtime/grouped-slots.ts'
import { isOwnExport, openInPlace } from '../../../src/models/runtime/in-place-graph.ts'
import { createKeptTexts } from '../../../src/models/runtime/kept-texts.ts'
import type { OrtSession } from '../../../src/models/runtime/ort.ts'
import { writesInPlace } from '../../../src/models/runtime/ragged-pass.ts'
import { createRaggedSlots } from '../../../src/models/runtime/ragged-slots.ts'
import { projectRoot } from '../../../src/project.ts'
import { digestOf } from '../../helpers/digest.ts'

const FILE = join(projectRoot, 'models/books-13m/onnx/model_quantized.onnx')
const INFO = { id: 'books-13m', vocabularySize: 8192, contextLength: 512 }
const BYTES_PER_TOKEN = 6 * 2 * 2 * 64 * 4

const info = { ...INFO, beginOfText: [], endOfText: [0], hasHiddenStates: true }
const textOf = (length: number, seed: number) =>
  Array.from({ length }, (_, index) => 1 + ((index * 37 + seed * 101 + index * index) % 8000))

describe('slots whose caches are written in place', () => {
  let session: OrtSession
  beforeAll(async () => {
    session = await openInPlace(FILE)
  })
  afterAll(() => session.release())

  const keptTexts = () => createKeptTexts(2 ** 24, BYTES_PER_TOKEN)
  const ragged = (texts = keptTexts()) =>
    createRaggedSlots(session, info, { bytesPerToken: BYTES_PER_TOKEN, leastRows: 1, texts })

  async function readBy(slots: Slots, prompts: readonly (readonly number[])[], steps: number) {
    const opened = prompts.map(() => slots.open().slot)
    const rows: Float32Array[] = []
    for (const [index, slot] of opened.entries()) {
      rows[index] = (await slots.forward([{ slot, tokens: prompts[index]! }]))[0]!.logits.slice()
    }
    for (let step = 0; step < steps; step++) {
      const answer = await slots.forward(opened.map((slot) => ({ slot, tokens: [5 + step] })))
      for (const [index, { logits }] of answer.entries()) rows[index] = logits.slice()
    }
    slots.dispose()
    return rows
  }

  it('are found to work with this runtime', async () => {
    expect(await isOwnExport(FILE)).toBe(true)
    expect(await writesInPlace(session)).toBe(true)
  })

  it('have, to the last bit, the logits of caches that are copied each step', async () => {
    const prompts = [1, 2, 3, 40, 63, 64, 65, 130].map((length, seed) => textOf(length, seed))
    const copied = await readBy(createGroupedSlots(session, info.contextLength), prompts, 6)
    expect((await readBy(ragged(), prompts, 6)).map(digestOf)).toEqual(copied.map(digestOf))
  })

  it('read a prompt in pieces to the same bits as in one forward', async () => {
    const slots = ragged()
    for (const length of [65, 66, 150, 300]) {
      const prompt = textOf(length, length)
      const [whole, cut] = [slots.open().slot, slots.open().slot]
      const at = (await slots.forward([{ slot: whole, tokens: prompt }]))[0]!.logits.slice()
      let row = new Float32Array()
      for (const tokens of promptPieces(prompt, 64)) {
        row = (await slots.forward([{ slot: cut, tokens }]))[0]!.logits.slice()
      }
      expect(digestOf(row)).toBe(digestOf(at))
    }
    slots.dispose()
  })

  it('start with rows of one token beside longer ones', async () => {
    const slots = ragged()
    const [long, short] = [slots.open().slot, slots.open().slot]
    await slots.forward([{ slot: long, tokens: textOf(30, 1) }])
    const [, beside] = await slots.forward([
      { slot: long, tokens: [9] },
      { slot: short, tokens: [8] },
    ])
    const together = beside!.logits.slice()
    const alone = slots.open().slot
    const [row] = await slots.forward([{ slot: alone, tokens: [8] }])
    expect(digestOf(row!.logits)).toBe(digestOf(together))
    slots.dispose()
  })

  it('take the whole context, and count the tokens that have become memory', async () => {
    const slots = ragged()
    const { slot } = slots.open()
    for (let at = 0; at < 512; at += 64) await slots.forward([{ slot, tokens: textOf(64, at) }])
    const logits = 4 * INFO.vocabularySize
    expect(slots.bytes()).toBe(512 * BYTES_PER_TOKEN + logits)
    await expect(slots.forward([{ slot, tokens: [1] }])).rejects.toThrow(RangeError)
    slots.release(slot)
    expect(slots.bytes()).toBe(logits)
    slots.dispose()
  })

  it('give memory back when few of many rows are left, which keep their texts', async () => {
    const slots = ragged()
    const opened = Array.from({ length: 40 }, () => slots.open().slot)
    await slots.forward(opened.map((slot) => ({ slot, tokens: textOf(20, 3 + slot) })))
    const full = slots.bytes()
    for (const slot of opened) if (slot % 20 !== 7) slots.release(slot)
    expect(slots.bytes()).toBeLessThan(full / 2)
    const answer = await slots.forward([7, 27].map((slot) => ({ slot, tokens: [4] })))
    const rows = answer.map(({ logits }) => logits.slice())
    const again = slots.open().slot
    await slots.forward([{ slot: again, tokens: textOf(20, 3 + 27) }])
    const [row] = await slots.forward([{ slot: again, tokens: [4] }])
    expect(digestOf(row!.logits)).toBe(digestOf(rows[1]!))
    slots.dispose()
  })

  it('have the same logits, to the last bit, while others come, fork and go during a step', async () => {
    const prompts = [3, 20, 70].map((length, seed) => textOf(length, seed))
    const alone = await readBy(ragged(), prompts, 8)
    const texts = keptTexts()
    const slots = ragged(texts)
    const guests: number[] = []
    const remembered = slots.open().slot
    await slots.forward([{ slot: remembered, tokens: textOf(64, 9) }])
    slots.remember(remembered)
    const pieces = [textOf(64, 9), [1]]
    const come = () => {
      for (let guest = 0; guest < 12; guest++) {
        const { slot } = slots.open(pieces)
        guests.push(slot, slots.fork(slot))
      }
    }
    const go = () => {
      for (const guest of guests.splice(0)) slots.release(guest)
    }
    const opened = prompts.map(() => slots.open().slot)
    const rows: Float32Array[] = []
    for (const [index, slot] of opened.entries()) {
      const answer = slots.forward([{ slot, tokens: prompts[index]! }])
      come()
      rows[index] = (await answer)[0]!.logits.slice()
    }
    for (let step = 0; step < 8; step++) {
      const wanted = opened.map((slot) => ({ slot, tokens: [5 + step] }))
      const answer = slots.forward(wanted)
      if (step % 2 === 0) go()
      else come()
      for (const [index, { logits }] of (await answer).entries()) rows[index] = logits.slice()
    }
    expect(rows.map(digestOf)).toEqual(alone.map(digestOf))
    slots.dispose()
  })

  it('start from what is remembered, to the last bit, and read the rest', async () => {
    const texts = keptTexts()
    const slots = ragged(texts)
    const prompt = textOf(150, 5)
    const pieces = [...promptPieces(prompt, 64), [3], [9]]
    const readOn = async (wanted: readonly (readonly number[])[], own: Slots) => {
      const opened = own.open(wanted)
      let row = opened.row
      for (const tokens of wanted.slice(opened.read))
        row = (await own.forward([{ slot: opened.slot, tokens }]))[0]
      return { ...opened, logits: row!.logits.slice() }
    }
    const first = await readOn(pieces, slots)
    expect(first.read).toBe(0)
    slots.remember(first.slot)
    slots.release(first.slot)
    const longer = [...prompt, ...textOf(40, 6)]
    const cases: [wanted: readonly (readonly number[])[], read: number][] = [
      // The same prompt again: its logits are remembered with it.
      [promptPieces(prompt, 64), 3],
      // The text again, and a branch of it: the last token, or the first that differs, is read.
      [pieces, 4],
      [[...promptPieces(prompt, 64), [3], [8], [1]], 4],
      // A longer prompt has the whole pieces in common.
      [promptPieces(longer, 64), 2],
      [promptPieces(textOf(150, 7), 64), 0],
    ]
    for (const [wanted, read] of cases) {
      const again = await readOn(wanted, slots)
      expect(again.read).toBe(read)
      expect(digestOf(again.logits)).toBe(digestOf((await readOn(wanted, ragged())).logits))
      const next = await slots.forward([{ slot: again.slot, tokens: [77] }])
      const alone = ragged()
      const fresh = await readOn([...wanted, [77]], alone)
      expect(digestOf(next[0]!.logits)).toBe(digestOf(fresh.logits))
      alone.dispose()
      slots.release(again.slot)
    }
    slots.dispose()
  })
})
