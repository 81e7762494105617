import type { LanguageModel } from '../../decoding/model.ts'

const utf8 = new TextEncoder()

/**
 * Whether a text ends with its last token: a stop text is complete somewhere in that token's bytes. Bytes are
 * compared, so a stop text may begin or end inside a token. The token that completes it stays, and so does
 * the stop text.
 * @param stops texts, none of them empty
 * @param taken bytes of the first token that belong to the prompt (token healing)
 * @returns undefined where there is no stop text
 */
export function stopTexts(
  { bytesOf }: Pick<LanguageModel, 'bytesOf'>,
  stops: readonly string[],
  taken = 0,
): ((tokens: readonly number[]) => boolean) | undefined {
  if (stops.length === 0) return undefined
  const wanted = stops.map((stop) => utf8.encode(stop))
  const longest = Math.max(...wanted.map(({ length }) => length))
  const ownBytes = (tokens: readonly number[], index: number) =>
    bytesOf(tokens[index]!).subarray(index === 0 ? taken : 0)
  return (tokens) => {
    const last = ownBytes(tokens, tokens.length - 1)
    // Only what could still belong to a stop text that ends in the last token is read.
    const tail: number[] = [...last]
    for (let index = tokens.length - 2; index >= 0 && tail.length < longest - 1 + last.length; index--) {
      tail.unshift(...ownBytes(tokens, index))
    }
    const before = tail.length - last.length
    return wanted.some((stop) => endsWithin(tail, stop, before))
  }
}

/** Whether `stop` occurs in `bytes` and ends behind the first `before` of them. */
function endsWithin(bytes: readonly number[], stop: Uint8Array, before: number): boolean {
  for (let start = Math.max(0, before + 1 - stop.length); start + stop.length <= bytes.length; start++) {
    if (stop.every((byte, index) => bytes[start + index] === byte)) return true
  }
  return false
}
