import type { LanguageModel } from '../../decoding/model.ts'
import type { Words } from '../../strategies/chain/definition.ts'

/** The text of a growing list of tokens, put together byte by byte. */
export interface TextStream {
  /**
   * The piece each token added: '' while a character is incomplete, the whole character at its last byte. The
   * same array after each update.
   */
  readonly pieces: readonly string[]
  readonly text: string
  /**
   * Makes the stream the text of `tokens`, whatever it was before.
   * @returns index of the first piece that changed, and where it starts in the text (UTF-16 units)
   */
  update(tokens: readonly number[]): { readonly firstToken: number; readonly from: number }
}

/**
 * A stream that never shows half a character: incomplete UTF-8 waits for its last byte.
 * @param taken bytes of the first token that are left out, for the prompt has them (token healing)
 */
export function createTextStream(model: Pick<LanguageModel, 'bytesOf'>, taken = 0): TextStream {
  const held: Held[] = []
  const pieces: string[] = []
  return {
    pieces,
    get text() {
      return pieces.join('')
    },
    update(tokens) {
      let firstToken = 0
      while (firstToken < held.length && held[firstToken]!.token === tokens[firstToken]) firstToken++
      if (firstToken < held.length) held.length = pieces.length = firstToken
      const from = held.at(-1)?.end ?? 0
      for (let index = firstToken; index < tokens.length; index++) {
        const { rest = NOTHING, end = 0 } = held[index - 1] ?? {}
        const own = model.bytesOf(tokens[index]!).subarray(index === 0 ? taken : 0)
        const bytes = rest.length === 0 ? own : Uint8Array.of(...rest, ...own)
        const whole = wholeCharacters(bytes)
        const piece = utf8.decode(bytes.subarray(0, whole))
        pieces.push(piece)
        held.push({ token: tokens[index]!, rest: bytes.subarray(whole), end: end + piece.length })
      }
      return { firstToken, from }
    },
  }
}

/** A model's tokens in words. @param taken see `createTextStream` */
export function wordsOf(model: Pick<LanguageModel, 'bytesOf' | 'nameOf'>, taken = 0): Words {
  const stream = createTextStream(model, taken)
  return {
    nameOf: (token) => model.nameOf(token),
    piecesOf(tokens) {
      stream.update(tokens)
      return stream.pieces
    },
    textOf(tokens) {
      const own = createTextStream(model)
      own.update(tokens)
      return own.text
    },
  }
}

interface Held {
  readonly token: number
  /** Bytes of a character that is not complete yet. */
  readonly rest: Uint8Array
  /** Where its piece ends in the text (UTF-16 units). */
  readonly end: number
}

const NOTHING = new Uint8Array()

const utf8 = new TextDecoder('utf-8', { ignoreBOM: true })

/** How many leading bytes form whole characters; invalid bytes count as whole and become U+FFFD. */
function wholeCharacters(bytes: Uint8Array): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back]!
    if (byte < 0x80) return bytes.length
    if (byte >= 0xc0) {
      const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2
      return byte <= 0xf4 && back < length ? bytes.length - back : bytes.length
    }
  }
  return bytes.length
}
