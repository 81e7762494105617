import { statSync } from 'node:fs'
import { join } from 'node:path'
import type { Offer } from '../model-listing.ts'
import { weightFilesOf } from '../runtime/onnx-file.ts'
import { type Dtype, dtypesOf, exportOf, type ModelEntry, wheelsOf } from './catalogue.ts'
import { folderOf, type ModelFolders } from './folders.ts'
import type { Manifest } from './manifest.ts'

/** How large models are: what can be fetched, and what lies on disk. */

/** The wheels of `training/requirements-import.lock` on 64-bit Linux with Python 3.11. */
const CONVERTER = { bytes: 28_300_000, unpackedBytes: 113_000_000 }

/**
 * Bytes a parameter takes in each dtype; 4-bit exports keep their embeddings in floats, hence more than a
 * half.
 */
const BYTES: Readonly<Record<Dtype, number>> = {
  fp32: 4,
  fp16: 2,
  q8: 1,
  int8: 1,
  uint8: 1,
  q4: 1.4,
  q4f16: 0.9,
  bnb4: 1.4,
}

function offerOf({ source, parameters, dtype, approximateBytes }: ModelEntry): Offer {
  if (source.kind === 'pypi-gguf') {
    const bytes = wheelsOf(source).reduce((sum, { wheel }) => sum + wheel.bytes, 0)
    return { dtype, bytes, converter: CONVERTER }
  }
  if (approximateBytes !== undefined) return { dtype, bytes: approximateBytes }
  if (parameters === undefined) return { dtype }
  return { dtype, bytes: parameters * BYTES[dtype], isEstimate: true }
}

/** Every dtype on offer, the default one first; none of what is built in or added. */
export function offersOf(entry: ModelEntry): Offer[] {
  if (entry.source.kind === 'built-in' || entry.source.kind === 'local') return []
  return dtypesOf(entry).map((dtype) => offerOf(exportOf(entry, dtype)))
}

/**
 * Bytes of the files that are opened as graph and weights, where they lie on disk; else what a download would
 * be.
 */
export function graphBytes(entry: ModelEntry, folders: ModelFolders, manifest?: Manifest): number {
  const paths = weightFilesOf(entry)
  const files = manifest?.files ?? entry.files
  const listed = files.filter(({ path }) => paths.includes(path)).reduce((sum, { bytes }) => sum + bytes, 0)
  if (listed > 0) return listed
  const onDisk = statSync(join(folderOf(entry, folders), paths[0]!), { throwIfNoEntry: false })?.size
  return onDisk ?? offerOf(entry).bytes ?? 0
}
