import type { StepTrace } from '../../decoding/decoder.ts'
import type { LanguageModel } from '../../decoding/model.ts'
import type { StepDetail } from '../../decoding/step-detail.ts'
import type { DetailRecord, StepRecord, TokenWords } from './events.ts'
import { wordsOf } from './text.ts'

const utf8 = new TextEncoder()

type Words = Pick<LanguageModel, 'nameOf' | 'bytesOf'>

/**
 * Puts traces into words: the piece of text each token added, and its candidates' names.
 * @param taken bytes of the first token that the prompt has already (token healing)
 */
export function recordSteps(
  model: Words,
  steps: readonly StepTrace[],
  pieces: readonly string[],
  first = 0,
  taken = 0,
): StepRecord[] {
  return steps.slice(first).map(({ candidates, detail, rewound, ...step }, index) => ({
    ...step,
    ...describeToken(model, step.token, pieces[first + index]!, first + index === 0 ? taken : 0),
    ...(candidates && {
      candidates: candidates.map((one) => ({ ...one, ...nameToken(model, one.id) })),
    }),
    ...(rewound && {
      rewound: rewound.map((tail) => ({ ...tail, text: wordsOf(model).textOf(tail.tokens) })),
    }),
    ...(detail && { detail: recordDetail(model, step.token, detail) }),
  }))
}

/**
 * A token where it is used: the text it added, its bytes where they are no text, its name where it is
 * special.
 */
export function describeToken(
  model: Words,
  token: number,
  piece: string,
  taken = 0,
): { readonly token: number } & TokenWords {
  const bytes = model.bytesOf(token).subarray(taken)
  if (bytes.length === 0 && taken === 0) return { token, text: piece, name: model.nameOf(token) }
  return { token, text: piece, ...partialBytes(bytes, piece) }
}

/** A token alone: how to show it, and its bytes where they are no text. */
function nameToken(model: Words, token: number): { readonly text: string; readonly bytes?: string } {
  const text = model.nameOf(token)
  const bytes = model.bytesOf(token)
  return { text, ...(bytes.length > 0 && !isText(bytes, text) && { bytes: inHexadecimal(bytes) }) }
}

/** A detail with its tokens in words. */
export function recordDetail(
  model: Words,
  token: number,
  { top, processed, tokens, ...rest }: StepDetail,
): DetailRecord {
  const named = <Token extends { readonly id: number }>(list: readonly Token[]) =>
    list.map((one) => ({ ...one, ...nameToken(model, one.id) }))
  return {
    ...rest,
    own: nameToken(model, token),
    top: named(top),
    ...(processed && { processed: { ...processed, top: named(processed.top) } }),
    ...(tokens && { tokens: named(tokens) }),
  }
}

/**
 * The bytes of a token that is no text of its own: a part of a character, or the end of one that began before
 * it.
 */
function partialBytes(bytes: Uint8Array, piece: string): { bytes?: string } {
  return utf8.encode(piece).length === bytes.length ? {} : { bytes: inHexadecimal(bytes) }
}

function isText(bytes: Uint8Array, text: string): boolean {
  const spelt = utf8.encode(text)
  return spelt.length === bytes.length && spelt.every((byte, index) => byte === bytes[index])
}

/** "e2 80" */
export const inHexadecimal = (bytes: Iterable<number>): string =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(' ')
