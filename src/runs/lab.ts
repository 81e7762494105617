import { z } from 'zod'
import { UserError } from '../errors.ts'
import { Distribution, DistributionError } from '../sampling/distribution.ts'
import { draw } from '../sampling/draw.ts'
import { freshSeed, randomStreams } from '../sampling/random.ts'
import { createPipeline, type Passage } from '../strategies/pipeline.ts'
import { LIMITS } from './limits.ts'
import { chainSchema, type LaneRequest, parseLanes, parseWith, seedSchema } from './request.ts'

/** The contrived vocabulary the project started from. */
export const DEMO = {
  tokens: ['cat', 'dog', 'bird', 'fish', 'lizard', 'hamster'],
  logits: [2.4, 1.8, 0.5, 0.2, -0.3, -1.0],
} as const

const logit = z.union([z.number(), z.enum(['-Infinity', 'Infinity', 'NaN']).transform(Number)], {
  error: 'a logit must be a number or "-Infinity"',
})

const labSchema = z.strictObject({
  logits: z
    .array(logit, 'logits must be a list of numbers')
    .min(1, 'logits must hold at least one number')
    .max(LIMITS.labTokens, `logits may hold ${LIMITS.labTokens} numbers`)
    .optional(),
  tokens: z.array(z.string('a token must be text'), 'tokens must be a list of texts').optional(),
  history: z
    .array(
      z.int('history must list token ids').min(0, 'history must list token ids, from 0'),
      'history must be a list of token ids',
    )
    .default([]),
  lanes: z
    .array(chainSchema, 'lanes must be a list of chains, for example ["nucleus:0.9"]')
    .min(1, 'lanes must name at least one chain, for example ["nucleus:0.9"]')
    .max(LIMITS.lanes, `the lab takes ${LIMITS.lanes} lanes`),
  draws: z
    .int('draws must be a whole number')
    .min(0, 'draws must be at least 0')
    .max(LIMITS.draws, `draws may be at most ${LIMITS.draws}`)
    .default(0),
  seed: seedSchema.optional(),
})

export interface LabCandidate {
  readonly id: number
  readonly token: string
  /** As given. */
  readonly logit: number
  /** Softmax of the given logits. */
  readonly raw: number
  /** After the chain; 0 when removed. */
  readonly probability: number
  readonly kept: boolean
  /** Notation of the step that removed it; null when kept, or impossible from the start. */
  readonly removedBy: string | null
}

export interface LabLane {
  /** As it was written. */
  readonly lane: string
  /** Tokens left after each step. */
  readonly steps: readonly { readonly step: string; readonly kept: number }[]
  /** In rank order of the given logits, all of them. */
  readonly candidates: readonly LabCandidate[]
  /** Raw probability of what was kept. */
  readonly mass: number
  /** Of the distribution after the chain, in nats. */
  readonly entropy: number
  /** Token ids in the order drawn. */
  readonly draws: readonly number[]
  /** Times each token was drawn, by token id. */
  readonly counts: readonly number[]
}

export interface LabResult {
  readonly tokens: readonly string[]
  readonly seed: number
  readonly lanes: readonly LabLane[]
}

/**
 * Runs chains on one given distribution instead of a model's: the same code as decoding, one step of it.
 * @throws UserError `bad-request`, `bad-chain` or `lane-unsupported`
 */
export function runLab(input: unknown): LabResult {
  const request = parseWith(labSchema, input)
  const { history, draws, seed = freshSeed() } = request
  const logits = request.logits ?? DEMO.logits
  const tokens = request.tokens ?? (request.logits ? request.logits.map((_, id) => String(id)) : DEMO.tokens)
  if (tokens.length !== logits.length) {
    throw new UserError(
      'bad-request',
      `Expected one token a logit, got ${tokens.length} tokens and ${logits.length} logits.`,
    )
  }
  const stray = history.find((id) => id >= logits.length)
  if (stray !== undefined) {
    throw new UserError(
      'bad-request',
      `history names token ${stray}, but the vocabulary ends at ${logits.length - 1}.`,
    )
  }
  const raw = explaining(() => Distribution.fromLogits(logits))
  const lanes = parseLanes(request.lanes).map((lane) =>
    labLane(lane, { raw, tokens, logits, history, draws, seed }),
  )
  return { tokens, seed, lanes }
}

interface LabSetting {
  readonly raw: Distribution
  readonly tokens: readonly string[]
  readonly logits: readonly number[]
  readonly history: readonly number[]
  readonly draws: number
  readonly seed: number
}

function labLane({ lane, chain }: LaneRequest, setting: LabSetting): LabLane {
  const { raw, tokens, logits, history, seed } = setting
  const isGreedy = chain.search.definition.id === 'greedy'
  if (!isGreedy && chain.search.definition.id !== 'sample') {
    throw new UserError(
      'lane-unsupported',
      `"${lane}" searches over whole texts and the lab has one step; use it in a run.`,
    )
  }
  const steps = isGreedy ? [...chain.steps, chain.search] : chain.steps
  const pipeline = createPipeline(chain.steps)
  const state = pipeline.init(logits.length)
  const streams = randomStreams(seed, 0)
  const passageAt = (step: number): Passage => {
    const passage = explaining(() =>
      pipeline.run(raw, state, { history, promptLength: history.length, step, streams }),
    )
    if (!isGreedy) return passage
    const final = passage.final.head(1)
    return { ...passage, stages: [...passage.stages, final], final }
  }
  const passage = passageAt(0)
  const isRandom = chain.steps.some(({ definition }) => definition.isRandom)
  const drawn = Array.from({ length: setting.draws }, (_, step) =>
    draw(isRandom ? passageAt(step).final : passage.final, streams('draw')(step)),
  )
  const counts = new Array<number>(logits.length).fill(0)
  for (const id of drawn) counts[id]! += 1
  return {
    lane,
    steps: passage.stages.map((stage, index) => ({ step: steps[index]!.notation, kept: stage.size })),
    candidates: rankedIds(raw).map((id) => {
      const kept = passage.final.includes(id)
      const index = passage.stages.findIndex((stage) => !stage.includes(id))
      return {
        id,
        token: tokens[id]!,
        logit: logits[id]!,
        raw: raw.probabilityOf(id),
        probability: passage.final.probabilityOf(id),
        kept,
        removedBy: kept || !raw.includes(id) ? null : steps[index]!.notation,
      }
    }),
    mass: raw.massOf(passage.final),
    entropy: passage.final.entropy(),
    draws: drawn,
    counts,
  }
}

/** Every id: candidates by rank, then those that cannot be chosen, ascending. */
function rankedIds(raw: Distribution): number[] {
  const ranked = Array.from({ length: raw.size }, (_, rank) => raw.id(rank))
  const impossible = Array.from({ length: raw.vocabularySize }, (_, id) => id).filter(
    (id) => !raw.includes(id),
  )
  return [...ranked, ...impossible]
}

function explaining<Result>(compute: () => Result): Result {
  try {
    return compute()
  } catch (error) {
    if (error instanceof DistributionError)
      throw new UserError('bad-request', `${error.message.charAt(0).toUpperCase()}${error.message.slice(1)}.`)
    throw error
  }
}
