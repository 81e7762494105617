import { UserError } from '../../errors.ts'
import type { Dtype } from '../catalogue/catalogue.ts'
import { onnxFile } from '../runtime/onnx-file.ts'
import { GRAPH_NAMES, NEEDED_FILES } from './local-folder.ts'

/** What of a repository's files can be fetched as a model. */

export interface HubFile {
  readonly path: string
  /** Absent where the hub does not give it. */
  readonly bytes: number | undefined
}

/** A model file of a repository, with everything that has to be fetched for it. */
export interface HubExport {
  readonly dtype: Dtype
  readonly modelFile: string
  readonly inRoot: boolean
  /** Graph, weights apart from it, configuration and tokenizer, in bytes. */
  readonly bytes: number
}

/** Weight-only formats first: rows of dynamic 8-bit graphs would have to run one at a time. */
const PREFERENCE: readonly Dtype[] = ['q4', 'q8', 'fp32', 'int8', 'uint8', 'bnb4', 'fp16', 'q4f16']

/** @throws UserError `model-unsupported` naming what the repository has instead */
export function exportsIn(repository: string, files: readonly HubFile[]): HubExport[] {
  const bytesOf = (wanted: (path: string) => boolean) =>
    files.reduce((sum, { path, bytes = 0 }) => sum + (wanted(path) ? bytes : 0), 0)
  const paths = new Set(files.map(({ path }) => path))
  const shared = bytesOf((path) => NEEDED_FILES.includes(path))
  const found = PREFERENCE.flatMap((dtype) =>
    [false, true].flatMap((inRoot) =>
      GRAPH_NAMES.map((modelFile) => ({ dtype, modelFile, inRoot })).filter((one) =>
        paths.has(onnxFile(one)),
      ),
    ),
  ).map((one) => {
    const graph = onnxFile(one)
    return { ...one, bytes: shared + bytesOf((path) => path === graph || path.startsWith(`${graph}_data`)) }
  })
  const missing = NEEDED_FILES.filter((path) => !paths.has(path))
  if (found.length > 0 && missing.length === 0)
    return [...new Map(found.toReversed().map((one) => [one.dtype, one])).values()].toReversed()
  throw new UserError(
    'model-unsupported',
    `${repository} cannot be used: ${wantOf(paths, found.length > 0, missing)}`,
  )
}

function wantOf(paths: ReadonlySet<string>, hasGraph: boolean, missing: readonly string[]): string {
  if (hasGraph) return `it holds no ${missing.join(', ')}.`
  const having = (ending: RegExp) => [...paths].filter((path) => ending.test(path))
  const [gguf] = having(/\.gguf$/)
  if (gguf) return `it holds GGUF files and no ONNX; download one (${gguf}) and add it: models add FILE.gguf.`
  if (having(/\.(safetensors|bin|pt|pth)$/).length > 0)
    return (
      'it holds weights of PyTorch and no ONNX; look for an ONNX export of it, or export it yourself ' +
      'for the task text-generation-with-past.'
    )
  const others = having(/\.onnx$/)
  return others.length > 0
    ? `its ONNX files are ${others.slice(0, 4).join(', ')}; expected ${GRAPH_NAMES.join(' or ')}.`
    : 'it holds no ONNX file.'
}
