import { decodeMany } from '../../decoding/decode.ts'
import type { LanguageModel } from '../../decoding/model.ts'
import { Distribution } from '../../sampling/distribution.ts'
import { createMarginal, powered } from '../../sampling/power.ts'
import { fromCounts, totalVariation } from '../../sampling/total-variation.ts'
import { isPowerRecord } from '../../strategies/searches/power/record.ts'
import type { Context } from '../harness/definition.ts'
import { decoderOf } from '../harness/generate.ts'
import { jobsOf } from '../harness/generation-jobs.ts'

/** Rows of one forward. */
const ROWS = 64
/** What is left out of a marginal weighs no more than this share of it. */
const LEFT_OUT = 1e-3
/** Tokens that are kept by name. */
const SHOWN = 6
/** The first token of texts of two tokens, drawn in proportion to P(text)^α, or at the temperature 1/α. */
export interface FirstToken {
  readonly text: string
  /** First tokens whose continuations were summed over; the rest weighs at most a thousandth. */
  readonly read: number
  /** Between the two. */
  readonly distance: number
  /** Whether the likeliest first token is another one. */
  readonly isOtherTop: boolean
  readonly top: readonly { readonly token: string; readonly tempered: number; readonly power: number }[]
  /** Absent where nothing was walked. */
  readonly walked?: Walked
}

/**
 * First tokens of the texts that power sampling held after each of its moves, the first half of them left
 * out.
 */
interface Walked {
  readonly texts: number
  /** Share of each token of `top`. */
  readonly top: readonly number[]
  /** Total variation from the power, and from the temperature. */
  readonly fromPower: number
  readonly fromTempered: number
}

interface Marginals {
  readonly power: Distribution
  readonly tempered: Distribution
  readonly read: number
}

/**
 * The exact marginal of a text's first token under P(text)^α, every second token summed over, and first
 * tokens by rank until the rest is negligible. Karan and Du 2025, arXiv 2510.14901, section 4.1.
 * @param alpha at least 1
 */
async function marginals(model: LanguageModel, context: Context, alpha: number): Promise<Marginals> {
  let batch = await model.prefill(context.tokens)
  try {
    const first = Distribution.fromLogits(batch.rows[0]!.logits.slice())
    const tempered = powered(first, alpha).distribution
    const marginal = createMarginal(tempered)
    const ends = new Set(model.info.endOfText)
    let read = 0
    while (read < first.size && marginal.leftOut() > LEFT_OUT) {
      const ids = Array.from({ length: Math.min(ROWS, first.size - read) }, (_, index) =>
        first.id(read + index),
      )
      batch = await batch.extend([{ parent: 0 }, ...ids.map((token) => ({ parent: 0, token }))])
      for (const [index, id] of ids.entries()) {
        const next = Distribution.fromLogits(batch.rows[index + 1]!.logits)
        // A text that has ended has no second token.
        marginal.add(id, ends.has(id) ? 0 : powered(next, alpha).logSum)
        next.recycle()
      }
      read += ids.length
    }
    return { power: marginal.distribution(), tempered, read }
  } finally {
    batch.dispose()
  }
}

/** @param walk what power sampling is asked for; absent for nothing */
export async function firstToken(
  model: LanguageModel,
  context: Context,
  alpha: number,
  walk?: { readonly chain: string; readonly seeds: readonly number[] },
): Promise<FirstToken> {
  const { power, tempered, read } = await marginals(model, context, alpha)
  const ids = Array.from({ length: Math.min(SHOWN, power.size) }, (_, rank) => power.id(rank))
  const held = walk && (await walkedTokens(model, context, walk.chain, walk.seeds))
  return {
    text: context.text,
    read,
    distance: totalVariation(power, tempered),
    isOtherTop: power.id(0) !== tempered.id(0),
    top: ids.map((id) => ({
      token: model.nameOf(id),
      tempered: tempered.probabilityOf(id),
      power: power.probabilityOf(id),
    })),
    ...(held && {
      walked: {
        texts: held.total,
        top: ids.map((id) => held.distribution.probabilityOf(id)),
        fromPower: totalVariation(held.distribution, power),
        fromTempered: totalVariation(held.distribution, tempered),
      },
    }),
  }
}

/** The first tokens that power sampling held, over all seeds. */
async function walkedTokens(model: LanguageModel, context: Context, chain: string, seeds: readonly number[]) {
  const plan = { lane: chain, contexts: [context], seeds }
  const jobs = jobsOf(plan, { modelHash: 'power', maxTokens: 2 }).map(({ job }) => job)
  const counts = new Map<number, number>()
  let total = 0
  await decodeMany(
    model,
    [context.tokens],
    jobs.map((job) => ({ prompt: 0, decoder: decoderOf(model, job, 2) })),
    (_, output) => {
      if (!('stop' in output)) return
      if (output.stop === 'error') throw new Error(output.message)
      for (const token of firstTokensOf(output.tokens[0]!, output.search)) {
        counts.set(token, (counts.get(token) ?? 0) + 1)
        total++
      }
    },
  )
  return { total, distribution: fromCounts(counts, model.info.vocabularySize) }
}

/** First tokens after the moves of the second half, from the last text back. */
function firstTokensOf(last: number, search: unknown): number[] {
  if (!isPowerRecord(search)) throw new Error('power sampling left no record')
  const held: number[] = []
  let token = last
  const { moves } = search
  for (const { at, isAccepted, before } of moves.slice(Math.floor(moves.length / 2)).reverse()) {
    held.push(token)
    if (isAccepted && at === 0) token = before[0]!
  }
  return held
}
