import { open } from 'node:fs/promises'
import { type OrtSession, type OrtTensor, openSession } from './ort.ts'

/**
 * Graphs whose caches are written where they are. `GroupQueryAttention` appends to the buffer it reads where
 * `past` and `present` are the same memory, and takes each row's length from the mask; so a step copies no
 * cache. The binding for Node would undo that: it copies every output into a new array once the graph has
 * run. It stops at the first output that JavaScript has no tensor for, when everything is in our buffers
 * already. Such an output, an empty sequence, is put before the others when the file is opened.
 */

/** Name of the output that the binding stops at. */
const STOP = 'nothing_to_copy'
/**
 * What the binding answers there; with another answer, `runInPlace` fails and the model is opened the usual
 * way.
 */
const STOPPED = /non tensor type/i

/** How the files of `training/` begin: the version of the format, then the producer's name (protobuf). */
const HEAD = [0x08, 0x08, 0x12, 0x07, ...Buffer.from('nucleus')]

/**
 * Whether our exporter wrote an ONNX file; its graphs keep their caches in `GroupQueryAttention`, padded on
 * the right.
 */
export async function isOwnExport(path: string): Promise<boolean> {
  const file = await open(path)
  try {
    const { buffer } = await file.read(Buffer.alloc(HEAD.length), 0, HEAD.length, 0)
    return buffer.equals(Buffer.from(HEAD))
  } finally {
    await file.close()
  }
}

/**
 * Opens such a file with the output to stop at. Messages of protobuf that follow each other are one, merged.
 * @param options of ONNX Runtime, beside the usual ones
 * @param change what else is done to the bytes
 */
export async function openInPlace(
  path: string,
  options: object = {},
  change = (bytes: Uint8Array) => bytes,
): Promise<OrtSession> {
  const file = await open(path)
  try {
    const { size } = await file.stat()
    const bytes = new Uint8Array(STOP_MODEL.length + size)
    bytes.set(STOP_MODEL)
    for (let at = STOP_MODEL.length; at < bytes.length; ) {
      const { bytesRead } = await file.read(bytes, at, Math.min(bytes.length - at, 2 ** 30))
      if (bytesRead === 0) throw new Error('Load model failed: the file ended early')
      at += bytesRead
    }
    return await openSession(change(bytes), options)
  } finally {
    await file.close()
  }
}

/** Runs a graph opened by `openInPlace`, every output into its tensor; nothing else is returned or copied. */
export async function runInPlace(
  session: OrtSession,
  feeds: Readonly<Record<string, OrtTensor>>,
  outputs: Readonly<Record<string, OrtTensor>>,
): Promise<void> {
  try {
    await session.run(feeds, { [STOP]: null, ...outputs })
  } catch (error) {
    if (error instanceof Error && STOPPED.test(error.message)) return
    throw error
  }
}

/**
 * A length-delimited field of protobuf (https://protobuf.dev/programming-guides/encoding), under 128 bytes
 * long.
 */
const field = (number: number, ...parts: (number[] | string)[]): number[] => {
  const bytes = parts.flatMap((part) => (typeof part === 'string' ? [...Buffer.from(part)] : part))
  return [(number << 3) | 2, bytes.length, ...bytes]
}

/**
 * ModelProto { graph { node { output, op_type }, output { name, type { sequence_type { elem_type { float
 * tensor } } } } } }
 */
const STOP_MODEL = Uint8Array.from(
  field(
    7,
    field(1, field(2, STOP), field(4, 'SequenceEmpty')),
    field(12, field(1, STOP), field(2, field(4, field(1, field(1, [0x08, 0x01]))))),
  ),
)
