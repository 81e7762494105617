/**
 * GPT-2's printable substitutes for bytes: byte-level vocabularies write every byte as one such character.
 * @returns the byte by the character's code, -1 for the codes of no substitute
 */
function byteLevelAlphabet(): Int16Array {
  const codes: number[] = []
  let next = 256
  for (let byte = 0; byte < 256; byte++) {
    const isPrintable = (byte >= 33 && byte <= 126) || (byte >= 161 && byte <= 172) || byte >= 174
    codes.push(isPrintable ? byte : next++)
  }
  const bytes = new Int16Array(next).fill(-1)
  for (const [byte, code] of codes.entries()) bytes[code] = byte
  return bytes
}

const utf8 = new TextEncoder()

/**
 * The bytes of every token, by token id, so that text can be put together byte by byte and no
 * character is ever shown half. Covers byte-level BPE (GPT-2's alphabet) and SentencePiece (`▁` for a space,
 * `<0x0A>` for a byte).
 * @param vocabulary token string to id
 * @param special ids that have no text
 * @param isByteLevel whether the tokenizer's decoder is `ByteLevel`
 */
export function tokenBytes(
  vocabulary: ReadonlyMap<string, number>,
  special: ReadonlySet<number>,
  isByteLevel: boolean,
): Uint8Array[] {
  const alphabet = byteLevelAlphabet()
  const bytes: Uint8Array[] = []
  for (const [token, id] of vocabulary) {
    if (special.has(id)) bytes[id] = new Uint8Array()
    else bytes[id] = isByteLevel ? byteLevelBytes(token, alphabet) : sentencePieceBytes(token)
  }
  return bytes
}

function byteLevelBytes(token: string, alphabet: Int16Array): Uint8Array {
  const bytes = new Uint8Array(token.length)
  for (let index = 0; index < token.length; index++) {
    const byte = alphabet[token.charCodeAt(index)] ?? -1
    // Added tokens are written as plain text and may hold characters outside the alphabet.
    if (byte < 0) return utf8.encode(token)
    bytes[index] = byte
  }
  return bytes
}

function sentencePieceBytes(token: string): Uint8Array {
  const byte = /^<0x([0-9A-Fa-f]{2})>$/.exec(token)
  return byte ? Uint8Array.of(Number.parseInt(byte[1]!, 16)) : utf8.encode(token.replaceAll('▁', ' '))
}
