import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import { dirname, isAbsolute, join, normalize } from 'node:path'

/**
 * Reads an ONNX file's metadata, and skips over its weights: protobuf's wire format, read field by
 * field (https://protobuf.dev/programming-guides/encoding). A general decoder would want the whole file in
 * memory, up to 2 GB.
 */

/**
 * Field numbers of onnx.proto: ModelProto, GraphProto, NodeProto, AttributeProto, TensorProto,
 * StringStringEntryProto.
 */
const MODEL_GRAPH = 7
const GRAPH_NODE = 1
const GRAPH_INITIALIZER = 5
const NODE_ATTRIBUTE = 5
const ATTRIBUTE_TENSOR = 5
const ATTRIBUTE_GRAPH = 6
const TENSOR_EXTERNAL_DATA = 13
const ENTRY_KEY = 1
const ENTRY_VALUE = 2

const VARINT = 0
const FIXED_64 = 1
const DELIMITED = 2
const FIXED_32 = 5

/** Bytes read from disk at once. */
const WINDOW = 2 ** 16

/** A file that is no ONNX graph, or ends too early. */
export class GraphError extends Error {}

/** A message inside the file. */
interface Span {
  readonly start: number
  readonly end: number
}

/**
 * Files that hold weights apart from the graph, as its tensors name them.
 * @returns paths relative to the folder of the model, each once
 * @param graph path of the ONNX file relative to `folder`
 * @throws GraphError where the file is cut short or is no protobuf, or names a file outside its folder
 */
export function externalFiles(folder: string, graph: string): string[] {
  const file = openSync(join(folder, graph), 'r')
  try {
    const reader = new Reader(file)
    const whole = { start: 0, end: fstatSync(file).size }
    const locations = new Set<string>()
    for (const inner of reader.messages(whole, MODEL_GRAPH)) collect(reader, inner, locations)
    return [...locations].map((location) => beside(graph, location))
  } finally {
    closeSync(file)
  }
}

function collect(reader: Reader, graph: Span, locations: Set<string>): void {
  for (const [number, span] of reader.fields(graph)) {
    if (number === GRAPH_INITIALIZER) note(reader, span, locations)
    if (number !== GRAPH_NODE) continue
    for (const attribute of reader.messages(span, NODE_ATTRIBUTE)) {
      for (const [part, inner] of reader.fields(attribute)) {
        if (part === ATTRIBUTE_TENSOR) note(reader, inner, locations)
        if (part === ATTRIBUTE_GRAPH) collect(reader, inner, locations)
      }
    }
  }
}

function note(reader: Reader, tensor: Span, locations: Set<string>): void {
  for (const entry of reader.messages(tensor, TENSOR_EXTERNAL_DATA)) {
    const texts = new Map([...reader.fields(entry)].map(([number, span]) => [number, reader.text(span)]))
    const location = texts.get(ENTRY_VALUE)
    if (texts.get(ENTRY_KEY) === 'location' && location) locations.add(location)
  }
}

/** A location is relative to the graph's own folder, and stays in it. */
function beside(graph: string, location: string): string {
  const path = normalize(join(dirname(graph), location))
  if (isAbsolute(location) || path.startsWith('..'))
    throw new GraphError(`its weights lie outside its folder (${location})`)
  return path
}

/** Reads a file from any place, a window at a time. */
class Reader {
  readonly #file: number
  readonly #window = Buffer.alloc(WINDOW)
  #from = 0
  #to = 0

  constructor(file: number) {
    this.#file = file
  }

  /** The messages (or texts) of one field. */
  *messages(span: Span, field: number): Generator<Span> {
    for (const [number, inner] of this.fields(span)) if (number === field) yield inner
  }

  /** Every length-delimited field of a message; others are skipped. */
  *fields({ start, end }: Span): Generator<[number, Span]> {
    let at = start
    while (at < end) {
      const tag = this.#varint(at)
      at = tag.end
      const kind = tag.value & 7
      if (kind === VARINT) at = this.#varint(at).end
      else if (kind === FIXED_64) at += 8
      else if (kind === FIXED_32) at += 4
      else if (kind === DELIMITED) {
        const length = this.#varint(at)
        const inner = { start: length.end, end: length.end + length.value }
        if (inner.end > end) throw new GraphError('it is cut short, or no ONNX file at all')
        yield [Math.floor(tag.value / 8), inner]
        at = inner.end
      } else throw new GraphError('it is damaged, or no ONNX file at all')
    }
  }

  text({ start, end }: Span): string {
    const bytes = Buffer.alloc(Math.min(end - start, 4096))
    readSync(this.#file, bytes, 0, bytes.length, start)
    return bytes.toString('utf8')
  }

  /** Lengths stay below 2^53; what is longer is no length. */
  #varint(start: number): { readonly value: number; readonly end: number } {
    let value = 0
    for (let at = start, factor = 1; at < start + 10; at++, factor *= 128) {
      const byte = this.#byte(at)
      value += (byte & 0x7f) * factor
      if (byte < 0x80) return { value, end: at + 1 }
    }
    throw new GraphError('it is damaged, or no ONNX file at all')
  }

  #byte(at: number): number {
    if (at < this.#from || at >= this.#to) {
      this.#from = at
      this.#to = at + readSync(this.#file, this.#window, 0, WINDOW, at)
      if (this.#to === at) throw new GraphError('it is cut short, or no ONNX file at all')
    }
    return this.#window[at - this.#from]!
  }
}
