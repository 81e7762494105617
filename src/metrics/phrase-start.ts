/** Where a sentence ends in a text: its mark, with what closes behind it. */
export const SENTENCE_END = /[.!?…]{1,9}["”’')\]]{0,9}(?=\s|$)/g

const ENDS_SENTENCE = /[.!?…]{1,9}["”’')\]]{0,9}\s{0,9}$/
/** Pieces that the end of a sentence may be cut into. */
const LOOK_BACK = 6

/** Whether a sentence begins with a piece of a text: the text itself does with the first. */
export function beginsSentence(pieces: readonly string[], at: number): boolean {
  if (at === 0) return true
  const before = pieces.slice(Math.max(0, at - LOOK_BACK), at).join('')
  return ENDS_SENTENCE.test(before) && (/\s$/.test(before) || /^\s/.test(pieces[at] ?? ''))
}

/**
 * Where to begin a quote of a loop: a loop can be read from any of its pieces on, so it is from the first
 * that begins a sentence, if any does.
 * @param pieces of the whole text, tokens or words, blanks included
 * @param start of the loop
 * @param length of its phrase, in pieces
 */
export function phraseStart(
  pieces: readonly string[],
  { start, length }: { readonly start: number; readonly length: number },
): number {
  for (let at = start; at < start + length; at++) if (beginsSentence(pieces, at)) return at
  return start
}
