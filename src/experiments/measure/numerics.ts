import { decodeMany } from '../../decoding/decode.ts'
import type { LanguageModel, Row } from '../../decoding/model.ts'
import { Distribution } from '../../sampling/distribution.ts'
import type { MeasureContext } from '../harness/definition.ts'
import { decoderOf } from '../harness/generate.ts'
import type { GenerationJob } from '../harness/generation-jobs.ts'
import { fiveDecimals } from './rounding.ts'

/** Number formats of a model's weights: its file's own, and what that is recast to. */
export const FORMATS = ['fp32', 'q8', 'q4'] as const
export type Format = (typeof FORMATS)[number]
/** Rows that share a forward. */
export const BATCHES = [1, 8] as const

/** A text, and a hash of the logits before each of its tokens: other bits, another number. */
export interface HashedText {
  readonly tokens: readonly number[]
  readonly hashes: readonly number[]
}

/** What the reference says of its own text. */
export interface JudgedText {
  /** At each token, nats between the two likeliest. */
  readonly best: readonly number[]
  /** By other text: nats by which its first other token is less likely than the reference's; null: no other. */
  readonly parting: readonly (number | null)[]
}

/** Sees each row that a text's decoder is given, and what it chose. */
type Watch = (job: number, row: Row, token: number) => void

/**
 * The texts of some jobs in one number format, `batch` of them at a time, rows of a batch side by side.
 * @returns undefined where the model's file cannot be recast
 */
export async function writeIn(
  { model, openRecast, setting, computeOnce }: MeasureContext,
  format: Format,
  batch: number,
  jobs: readonly GenerationJob[],
): Promise<readonly HashedText[] | undefined> {
  const name = `numerics ${format} ${batch} ${jobs.map(({ key }) => key).join()}`
  const texts = await computeOnce(name, async () => {
    const own = format === 'q8' ? undefined : await openRecast(format)
    if (format !== 'q8' && !own) return null
    const made = jobs.map(() => ({ tokens: [] as number[], hashes: [] as number[] }))
    try {
      await write(own ?? model, jobs, batch, setting.maxTokens, (job, { logits }, token) => {
        made[job]!.tokens.push(token)
        made[job]!.hashes.push(hashOfBits(logits))
      })
    } finally {
      await own?.release()
    }
    return made
  })
  return texts ?? undefined
}

/**
 * Writes the float32 texts again and compares, where another text parts, the two tokens.
 * @param others texts of other formats, by format, then by job
 */
export async function judgePartings(
  { openRecast, setting, computeOnce }: MeasureContext,
  jobs: readonly GenerationJob[],
  reference: readonly HashedText[],
  others: readonly (readonly HashedText[])[],
): Promise<readonly JudgedText[]> {
  const name = `numerics partings ${jobs.map(({ key }) => key).join()}`
  return computeOnce(name, async () => {
    const model = (await openRecast('fp32'))!
    const judged = jobs.map(() => ({
      best: [] as number[],
      parting: others.map(() => null as number | null),
    }))
    try {
      await write(model, jobs, 1, setting.maxTokens, (job, { logits }, token) => {
        const { best, parting } = judged[job]!
        const step = best.length
        const distribution = Distribution.fromLogits(logits)
        best.push(fiveDecimals(distribution.logProbability(0) - distribution.logProbability(1)))
        for (const [index, texts] of others.entries()) {
          if (partingOf(reference[job]!.tokens, texts[job]!.tokens) !== step) continue
          const other = texts[job]!.tokens[step]
          if (other === undefined) continue
          parting[index] = fiveDecimals(
            distribution.logProbabilityOf(token) - distribution.logProbabilityOf(other),
          )
        }
        distribution.recycle()
      })
    } finally {
      await model.release()
    }
    return judged
  })
}

async function write(
  model: LanguageModel,
  jobs: readonly GenerationJob[],
  batch: number,
  maxTokens: number,
  watch: Watch,
): Promise<void> {
  for (let start = 0; start < jobs.length; start += batch) {
    const some = jobs.slice(start, start + batch)
    const contexts = [...new Set(some.map(({ context }) => context))]
    await decodeMany(
      model,
      contexts.map(({ tokens }) => tokens),
      some.map((job, index) => {
        const decoder = decoderOf(model, job, maxTokens)
        return {
          prompt: contexts.indexOf(job.context),
          decoder: (rows) => {
            const output = decoder(rows)
            watch(start + index, rows[0]!, output.tokens.at(-1)!)
            return output
          },
        }
      }),
      () => {},
    )
  }
}

/** Index of the first token in which two texts differ; where one is the other's beginning, its length. */
export function partingOf(one: readonly number[], other: readonly number[]): number | undefined {
  const length = Math.max(one.length, other.length)
  for (let index = 0; index < length; index++) if (one[index] !== other[index]) return index
  return undefined
}

/** FNV-1a over 32-bit words. */
function hashOfBits(logits: Float32Array): number {
  let hash = 0x811c9dc5
  for (const word of new Uint32Array(logits.buffer, logits.byteOffset, logits.length)) {
    hash = Math.imul(hash ^ word, 0x01000193)
  }
  return hash >>> 0
}
