/** The part of protobuf's encoding that ONNX files need: https://protobuf.dev/programming-guides/encoding */

/** One field of a message, by positions in the bytes it was found in. */
export interface Field {
  readonly number: number
  /** Where its tag begins. */
  readonly start: number
  /** Where its value begins: of a length-delimited one behind the length. */
  readonly value: number
  readonly end: number
}

/** The fields of a message, which lies from `start` to `end`. @throws Error where they cannot be parted */
export function* fieldsOf(bytes: Uint8Array, start: number, end: number): Generator<Field> {
  for (let at = start; at < end; ) {
    const tag = readNumber(bytes, at)
    const value = sizeAt(bytes, tag)
    yield { number: tag.value >>> 3, start: at, ...value }
    at = value.end
  }
}

/** Where a field's value lies, by its wire type. */
function sizeAt(bytes: Uint8Array, { value: tag, end }: ReadNumber): Pick<Field, 'value' | 'end'> {
  const wire = tag & 7
  if (wire === 0) return { value: end, end: readNumber(bytes, end).end }
  if (wire === 1) return { value: end, end: end + 8 }
  if (wire === 5) return { value: end, end: end + 4 }
  if (wire !== 2) throw new Error(`unexpected wire type ${wire}`)
  const length = readNumber(bytes, end)
  return { value: length.end, end: length.end + length.value }
}

interface ReadNumber {
  readonly value: number
  readonly end: number
}

/** A varint below 2^53. */
export function readNumber(bytes: Uint8Array, at: number): ReadNumber {
  let value = 0
  for (let [end, factor] = [at, 1]; end < bytes.length; factor *= 128) {
    const byte = bytes[end++]!
    value += (byte & 127) * factor
    if (byte < 128) return { value, end }
  }
  throw new Error('a number has no end')
}

/** The bytes of a number. */
export function numberBytes(value: number): number[] {
  const bytes = []
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) return [...bytes, rest]
    bytes.push((rest % 128) + 128)
  }
}

/** Tag and length of a length-delimited field. */
export const leadOf = (number: number, length: number): Uint8Array =>
  Uint8Array.from([(number << 3) | 2, ...numberBytes(length)])

/** Text that a field holds. */
export const textOf = (bytes: Uint8Array, { value, end }: Field): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset + value, end - value).toString()

/** A field that holds text. */
export function textField(number: number, content: string): Uint8Array[] {
  const bytes = Buffer.from(content)
  return [leadOf(number, bytes.length), bytes]
}

/** A field that holds a message. */
export const message = (number: number, parts: readonly Uint8Array[]): Uint8Array[] => [
  leadOf(number, lengthOf(parts)),
  ...parts,
]

const lengthOf = (parts: readonly Uint8Array[]): number => parts.reduce((sum, { length }) => sum + length, 0)

/** All of them in one. */
export function joined(parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(lengthOf(parts))
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return all
}
