import { join } from 'node:path'
import type { Environment, ModelFingerprint } from '../environment.ts'
import { weightFilesOf } from '../runtime/onnx-file.ts'
import type { ModelEntry } from './catalogue.ts'
import { hashOf } from './file-hash.ts'
import { folderOf, type ModelFolders } from './folders.ts'
import { processorName, runtimeVersion, transformersVersion } from './kernels.ts'

/** Everything but the models. */
export const runtimeOf = (program: string): Omit<Environment, 'models'> => ({
  program,
  transformers: transformersVersion(),
  onnxruntime: runtimeVersion(),
  node: process.version,
  platform: `${process.platform} ${process.arch}`,
  processor: processorName(),
})

/** Hashes the files that a model is opened from, as they lie on disk now. */
export async function fingerprintOf(entry: ModelEntry, folders: ModelFolders): Promise<ModelFingerprint> {
  const folder = folderOf(entry, folders)
  const files = []
  for (const path of weightFilesOf(entry)) {
    const sha256 = await hashOf(join(folder, path))
    if (sha256 !== undefined) files.push({ path, sha256 })
  }
  return { id: entry.id, dtype: entry.dtype, files }
}
