import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { LanguageModel } from '../../decoding/model.ts'
import type { ModelEntry } from '../../models/catalogue/catalogue.ts'
import { programVersion, projectRoot } from '../../project.ts'

/** Names a model's weights: the hash of its ONNX file where the list knows it, else a fingerprint. */
export async function weightsHash(model: LanguageModel, { files }: ModelEntry): Promise<string> {
  return files.find(({ path }) => path.endsWith('.onnx'))?.sha256 ?? (await fingerprint(model))
}

/**
 * SHA-256 of a model's logits after one fixed text: other weights, or kernels that round otherwise, differ
 * in it.
 */
async function fingerprint(model: LanguageModel): Promise<string> {
  const batch = await model.prefill(model.encode('Once upon a time there was a'))
  try {
    const { logits } = batch.rows[0]!
    return createHash('sha256')
      .update(new Uint8Array(logits.buffer, logits.byteOffset, logits.byteLength))
      .digest('hex')
  } finally {
    batch.dispose()
  }
}

/**
 * The code's commit, marked where files differ from it; the package's version where there is no repository.
 */
export function codeVersion(): string {
  try {
    const git = (...args: string[]) =>
      execFileSync('git', args, {
        cwd: projectRoot,
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
      }).trim()
    const isChanged =
      git('status', '--porcelain', '--untracked-files=no', '--', 'src', 'models', 'models.json') !== ''
    return `commit ${git('rev-parse', 'HEAD')}${isChanged ? ' with changes' : ''}`
  } catch {
    return `version ${programVersion()}`
  }
}

/** Versions of what computes, for the manifest. */
export function runtimeVersions(): Readonly<Record<string, string>> {
  const lock = existsSync(join(projectRoot, 'package-lock.json')) ? readProjectJson('package-lock.json') : {}
  const { packages = {} } = lock as { packages?: Record<string, { version?: string }> }
  const versionOf = (name: string) => packages[`node_modules/${name}`]?.version ?? 'unknown'
  return {
    node: process.version,
    '@xenova/transformers': versionOf('@xenova/transformers'),
    'onnxruntime-node': versionOf('onnxruntime-node'),
    seedrandom: versionOf('seedrandom'),
    platform: `${process.platform} ${process.arch}`,
  }
}

const readProjectJson = (name: string): unknown => JSON.parse(readFileSync(join(projectRoot, name), 'utf8'))
