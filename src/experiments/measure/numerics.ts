import { decodeMany } from '../../decoding/decode.ts'
import type { LanguageModel, Row } from '../../decoding/model.ts'
import { Distribution } from '../../sampling/distribution.ts'
import type { MeasureContext } from '../harness/definition.ts'
import { decoderOf } from '../harness/generate.ts'
import type { GenerationJob } from '../harness/generation-jobs.ts'
import { fiveDecimals } from './rounding.ts'

/** Number formats of a model's weights: its file's own, and what that is recast to. */
export type Format = 'fp32' | 'q8' | 'q4'
/** Rows that share a forward. */
const BATCHES = [1, 8] as const

/** A text, and a hash of the logits before each of its tokens: other bits, another number. */
export interface HashedText {
  readonly tokens: readonly number[]
  readonly hashes: readonly number[]
}

/** What float32 gives its own text, beside other formats. */
export interface JudgedText {
  /** At each token, nats between the two likeliest. */
  readonly best: readonly number[]
  /** By other text: nats by which its first other token is less likely than this text's; null: no other. */
  readonly parting: readonly (number | null)[]
}

/** The texts of some jobs in one number format. */
export interface WrittenTexts {
  /** By `BATCHES`, then by job. */
  readonly batches: readonly (readonly HashedText[])[]
  /** By job, of the texts that were written alone. */
  readonly judged: readonly JudgedText[]
}

/** Sees each row that a text's decoder is given, and what it chose. */
type Watch = (job: number, row: Row, token: number) => void

/**
 * Writes the jobs' texts in one number format, alone and side by side.
 * @param others texts to judge beside it, by format, then by job
 * @returns undefined where the model's file cannot be recast
 */
export async function writeIn(
  { model, openRecast, setting, computeOnce }: MeasureContext,
  format: Format,
  jobs: readonly GenerationJob[],
  others: readonly (readonly HashedText[])[] = [],
): Promise<WrittenTexts | undefined> {
  const name = `numerics ${format} beside ${others.length} ${jobs.map(({ key }) => key).join()}`
  const written = await computeOnce(name, async () => {
    const own = format === 'q8' ? undefined : await openRecast(format)
    if (format !== 'q8' && !own) return null
    const batches = BATCHES.map(() => jobs.map(() => ({ tokens: [] as number[], hashes: [] as number[] })))
    const judged = jobs.map((_, job) => judgeBeside(others.map((texts) => texts[job]!.tokens)))
    try {
      for (const [index, batch] of BATCHES.entries()) {
        await write(own ?? model, jobs, batch, setting.maxTokens, (job, { logits }, token) => {
          const { tokens, hashes } = batches[index]![job]!
          if (batch === 1 && others.length > 0) judged[job]!.see(logits, token)
          tokens.push(token)
          hashes.push(hashOfBits(logits))
        })
      }
    } finally {
      await own?.release()
    }
    return { batches, judged: judged.map(({ found }) => found) }
  })
  return written ?? undefined
}

/** Judges a text token by token beside others. */
function judgeBeside(others: readonly (readonly number[])[]) {
  const best: number[] = []
  const parting = others.map(() => null as number | null)
  const isTogether = others.map(() => true)
  return {
    found: { best, parting } satisfies JudgedText,
    see(logits: Float32Array, token: number) {
      const step = best.length
      const distribution = Distribution.fromLogits(logits)
      const margin = (one: number, other: number) =>
        fiveDecimals(distribution.logProbabilityOf(one) - distribution.logProbabilityOf(other))
      for (const [index, tokens] of others.entries()) {
        const other = tokens[step]
        if (!isTogether[index] || other === token) continue
        isTogether[index] = false
        if (other !== undefined) parting[index] = margin(token, other)
      }
      best.push(margin(distribution.id(0), distribution.id(1)))
      distribution.recycle()
    },
  }
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

/** FNV-1a over 32-bit words. */
function hashOfBits(logits: Float32Array): number {
  let hash = 0x811c9dc5
  for (const word of new Uint32Array(logits.buffer, logits.byteOffset, logits.length)) {
    hash = Math.imul(hash ^ word, 0x01000193)
  }
  return hash >>> 0
}
