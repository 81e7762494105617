import { z } from 'zod'
import { UserError } from '../../errors.ts'
import type { Dtype, ModelEntry } from '../catalogue/catalogue.ts'
import { contextLengthOf, textConfigOf } from '../runtime/context-length.ts'
import { onnxFile } from '../runtime/onnx-file.ts'
import { idFrom } from './add.ts'
import { GRAPH_NAMES, WEIGHTS } from './local-folder.ts'
import { apiUrlOf, type Fetch, HttpError, headersFor, urlOf } from './remote-file.ts'

/** The hub's description of a repository before anything is fetched (its `/api/models/NAME?blobs=true`). */
const answerSchema = z.object({
  id: z.string(),
  sha: z.string().optional(),
  gated: z.union([z.boolean(), z.string()]).default(false),
  cardData: z.object({ license: z.unknown() }).partial().nullish(),
  tags: z.array(z.string()).default([]),
  safetensors: z.object({ total: z.number() }).nullish(),
  siblings: z.array(
    z.object({
      rfilename: z.string(),
      size: z.number().nullish(),
      lfs: z.object({ size: z.number() }).partial().nullish(),
    }),
  ),
})

interface HubFile {
  readonly path: string
  /** Absent where the hub does not give it. */
  readonly bytes: number | undefined
}

/** A model file of a repository, with everything that has to be fetched for it. */
interface HubExport {
  readonly dtype: Dtype
  readonly modelFile: string
  readonly inRoot: boolean
  /** Graph, weights apart from it, configuration and tokenizer, in bytes. */
  readonly bytes: number
}

export interface HubRepository {
  /** As the hub spells it: `org/name`. */
  readonly repository: string
  /** Whether its terms have to be accepted on the hub first. */
  readonly isGated: boolean
  readonly licence: string
  readonly architecture: string
  readonly parameters: number | undefined
  readonly contextLength: number
  readonly vocabularySize: number
  readonly files: readonly HubFile[]
  /** What can be fetched, the one taken by default first; never empty. */
  readonly exports: readonly HubExport[]
}

/** Weight-only formats first: rows of dynamic 8-bit graphs would have to run one at a time. */
const PREFERENCE: readonly Dtype[] = ['q4', 'q8', 'fp32', 'int8', 'uint8', 'bnb4', 'fp16', 'q4f16']
const NEEDED = ['config.json', 'tokenizer.json', 'tokenizer_config.json']
/** The hub's own rule, so that no name leads to another address than a repository's. */
const REPOSITORY = /^\w[\w.-]{0,95}\/\w[\w.-]{0,95}$/
/** Bytes of an answer about a repository, and of its configuration: far more than any has. */
const MOST_BYTES = 16 * 2 ** 20

/**
 * Reads what a repository offers; nothing of the model is fetched but its `config.json`.
 * @throws UserError `model-missing`, `model-denied`, `model-unsupported` or `model-unreachable`
 */
export async function lookUpRepository(
  repository: string,
  get: Fetch,
  signal: AbortSignal,
): Promise<HubRepository> {
  if (!REPOSITORY.test(repository)) {
    throw new UserError(
      'bad-arguments',
      'A repository of the hub is named ORG/NAME, for example onnx-community/Qwen3-0.6B-ONNX; got ' +
        `"${repository.slice(0, 200)}".`,
    )
  }
  const answer = answerSchema.safeParse(jsonOf(await read(apiUrlOf(repository), repository, get, signal)))
  if (!answer.success) {
    throw new UserError(
      'model-unreachable',
      `The model hub's answer about ${repository} is not understood; HF_ENDPOINT may name something ` +
        'that is no hub.',
    )
  }
  const { id, sha = 'main', gated, cardData, tags, safetensors, siblings } = answer.data
  const isGated = gated !== false
  if (isGated && !process.env.HF_TOKEN) {
    throw new UserError(
      'model-denied',
      `${id} is gated: accept its terms on its page of the hub, then set HF_TOKEN to a token of yours.`,
    )
  }
  const files = siblings.map(({ rfilename, size, lfs }) => ({
    path: rfilename,
    bytes: size ?? lfs?.size ?? undefined,
  }))
  const exports = exportsIn(id, files)
  const config = jsonOf(await read(urlOf(id, 'config.json', sha), id, get, signal))
  if (!isObject(config)) {
    throw new UserError('model-unsupported', `${id} cannot be used: its config.json is no JSON object.`)
  }
  const licence = cardData?.license ?? tags.find((tag) => tag.startsWith('license:'))?.slice(8)
  return {
    repository: id,
    isGated,
    licence: typeof licence === 'string' ? licence : 'not stated',
    architecture: typeof config.model_type === 'string' ? config.model_type : 'unknown',
    parameters: safetensors?.total,
    contextLength: contextLengthOf(config) || 1,
    vocabularySize: Number(textConfigOf(config).vocab_size) || 1,
    files,
    exports,
  }
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

async function read(url: string, repository: string, get: Fetch, signal: AbortSignal): Promise<string> {
  try {
    const response = await get(url, { headers: headersFor(url), signal })
    if (!response.ok) throw HttpError.of(response)
    return await textOf(response, repository)
  } catch (error) {
    signal.throwIfAborted()
    throw explain(error, repository)
  }
}

/** @throws UserError where the hub sends more than any such file has */
async function textOf({ body }: Response, repository: string): Promise<string> {
  const pieces: Uint8Array[] = []
  let bytes = 0
  for await (const piece of body ?? []) {
    bytes += piece.byteLength
    if (bytes > MOST_BYTES) {
      throw new UserError(
        'model-unsupported',
        `${repository} cannot be used: its description on the hub, or its config.json, is larger ` +
          `than ${MOST_BYTES / 2 ** 20} MiB.`,
      )
    }
    pieces.push(piece)
  }
  return Buffer.concat(pieces).toString('utf8')
}

function explain(error: unknown, repository: string): unknown {
  if (error instanceof UserError) return error
  if (!(error instanceof HttpError)) {
    return new UserError(
      'model-unreachable',
      `The model hub cannot be reached, so nothing is known of ${repository}; the built-in model ` +
        'works without it.',
    )
  }
  // The hub answers 401 for what does not exist, too.
  if (error.status === 401 || error.status === 403 || error.status === 404) {
    return new UserError(
      'model-missing',
      `The hub has no public repository ${repository} (status ${error.status}); check its name, or ` +
        'set HF_TOKEN where it is private.',
    )
  }
  return new UserError(
    'model-unreachable',
    `The model hub answered ${error.status} for ${repository}; try again later. The built-in model ` +
      'works without it.',
  )
}

/** @throws UserError `model-unsupported` naming what the repository has instead */
function exportsIn(repository: string, files: readonly HubFile[]): HubExport[] {
  const bytesOf = (wanted: (path: string) => boolean) =>
    files.reduce((sum, { path, bytes = 0 }) => sum + (wanted(path) ? bytes : 0), 0)
  const paths = new Set(files.map(({ path }) => path))
  const shared = bytesOf((path) => NEEDED.includes(path))
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
  const missing = NEEDED.filter((path) => !paths.has(path))
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

/** A repository as a model of the list: the export in `dtype`, or the first one, the others beside it. */
export function hubEntry(id: string, found: HubRepository): ModelEntry {
  const { repository, architecture, parameters, contextLength, vocabularySize, licence } = found
  const [first, ...others] = found.exports.map(({ dtype, modelFile, inRoot, bytes }) => ({
    dtype,
    modelFile,
    ...(inRoot && { inRoot }),
    weights: WEIGHTS[dtype],
    ...(bytes > 0 && { approximateBytes: bytes }),
    lanesIndependent: false,
  }))
  return {
    id,
    title: repository.slice(repository.indexOf('/') + 1),
    summary: `${repository} of the hub`,
    source: { kind: 'hub', repository },
    architecture,
    ...(parameters && { parameters }),
    contextLength,
    vocabularySize,
    ...first!,
    exports: others,
    licence,
    hiddenStates: false,
    files: [],
  }
}

/** The name alone where nobody has it, else with the organisation's before it. */
export function idOfRepository(repository: string, isTaken: (id: string) => boolean): string {
  const [, name = repository] = repository.split('/')
  const short = idFrom(name)
  return isTaken(short) ? idFrom(repository) : short
}
