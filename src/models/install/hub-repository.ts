import { z } from 'zod'
import { UserError } from '../../errors.ts'
import type { ModelEntry } from '../catalogue/catalogue.ts'
import { contextLengthOf, textConfigOf } from '../runtime/context-length.ts'
import { idFrom } from './add.ts'
import { exportsIn, type HubExport, type HubFile } from './hub-exports.ts'
import { explainLookUp } from './hub-failures.ts'
import { WEIGHTS } from './local-folder.ts'
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
    throw explainLookUp(error, repository)
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
