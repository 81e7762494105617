import { parseChain } from '../../runs/request/notation.ts'
import { rowsOf } from '../../runs/run/plan.ts'
import type { Coupling } from '../../sampling/coupling.ts'
import type { Chain } from '../../strategies/chain/definition.ts'
import { isDeterministic } from '../../strategies/chain/search-part.ts'
import type { Context, LanePlan } from './definition.ts'
import { shortHash } from './hash.ts'

/** Rows that share a forward; more are not faster on a few cores. */
const ROWS = 64

/** A context's index in its plan decides its seed: neighbours must not share random numbers. */
const SEEDS_A_PROMPT = 1000

/** One text to make: the job of work, and of the journal. */
export interface GenerationJob {
  readonly key: string
  readonly context: Context
  /** As it was written. */
  readonly lane: string
  readonly chain: Chain
  readonly runSeed: number
  readonly coupling?: Coupling | undefined
  readonly rows: number
}

/** What distinguishes texts of one plan but of different runs. */
export interface JobScope {
  readonly modelHash: string
  readonly maxTokens: number
}

/** A plan's jobs, context by context, seed by seed, each beside the seed it is for. */
export const jobsOf = (plan: LanePlan, scope: JobScope): { job: GenerationJob; seed: number }[] =>
  plan.contexts.flatMap((context, index) =>
    plan.seeds.map((seed) => ({ job: jobOf(plan, context, index, seed, scope), seed })),
  )

function jobOf(
  { lane, coupling }: LanePlan,
  context: Context,
  index: number,
  seed: number,
  { modelHash, maxTokens }: JobScope,
): GenerationJob {
  const chain = parseChain(lane)
  const isAlwaysSame = isDeterministic(chain)
  // A deterministic lane has the same text for every seed: one job serves all.
  const runSeed = isAlwaysSame ? 0 : seed * SEEDS_A_PROMPT + index
  const drawn = coupling === undefined || isAlwaysSame ? '' : ` ${coupling}`
  const key =
    `text ${modelHash.slice(0, 16)} ${shortHash(context.tokens)} ${lane} ${runSeed} ` + `${maxTokens}${drawn}`
  return { key, context, lane, chain, runSeed, coupling, rows: rowsOf(chain) }
}

/**
 * Jobs whose contexts are equally long, with as many rows as a forward takes well; wide ones share a batch.
 */
export function batchesOf(jobs: readonly GenerationJob[]): GenerationJob[][] {
  const ordered = [...jobs].sort(
    (a, b) => a.context.tokens.length - b.context.tokens.length || a.rows - b.rows,
  )
  const batches: GenerationJob[][] = []
  let rows = 0
  for (const job of ordered) {
    const last = batches.at(-1)
    const isSameLength = last?.[0]?.context.tokens.length === job.context.tokens.length
    rows += job.rows
    if (last && isSameLength && rows <= ROWS) last.push(job)
    else {
      batches.push([job])
      rows = job.rows
    }
  }
  return batches
}
