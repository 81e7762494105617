import { readFileSync } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { UserError } from '../../errors.ts'

/** What the conversion takes: one list for it and for this check. */
const TAKEN = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../../training/gguf_import/architectures.json'), 'utf8'),
) as string[]

/** The architecture comes first in every file that llama.cpp's converters write. */
const HEAD_BYTES = 4096
const VERSIONS = [2, 3]
const TEXT = 8
const KEY = 'general.architecture'

/**
 * Reads as much of a GGUF as it takes to refuse it, before anything is fetched for its conversion. What it
 * cannot decide is left to the conversion.
 * @throws UserError `model-unsupported` naming the architecture, or that it is no GGUF
 */
export async function checkGgufHeader(path: string): Promise<void> {
  const head = await headOf(path)
  const name = basename(path)
  if (head.toString('latin1', 0, 4) !== 'GGUF')
    throw new UserError('model-unsupported', `${name} is not a GGUF file.`)
  const version = head.length >= 8 ? head.readUInt32LE(4) : 0
  if (!VERSIONS.includes(version)) {
    throw new UserError(
      'model-unsupported',
      `${name} is a GGUF of version ${version}; versions ${VERSIONS.join(' and ')} can be read.`,
    )
  }
  const architecture = architectureIn(head)
  if (architecture === undefined || TAKEN.includes(architecture)) return
  throw new UserError(
    'model-unsupported',
    `${name} cannot be converted: its architecture is "${architecture}"; those that can be imported ` +
      `are ${TAKEN.join(', ')}.`,
  )
}

async function headOf(path: string): Promise<Buffer> {
  let file: FileHandle | undefined
  try {
    file = await open(path)
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0)
    return buffer.subarray(0, bytesRead)
  } finally {
    await file?.close()
  }
}

/** The first entry, where that is the architecture: magic, version, two counts, then key, type and value. */
function architectureIn(head: Buffer): string | undefined {
  const text = (at: number): string | undefined => {
    if (at + 8 > head.length) return undefined
    const length = Number(head.readBigUInt64LE(at))
    return at + 8 + length <= head.length ? head.toString('utf8', at + 8, at + 8 + length) : undefined
  }
  const start = 4 + 4 + 8 + 8
  if (text(start) !== KEY) return undefined
  const type = start + 8 + KEY.length
  return head.readUInt32LE(type) === TEXT ? text(type + 4) : undefined
}
