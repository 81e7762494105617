import { bisect, matchedNumber } from '../../runs/match/bisection.ts'
import { walkTexts } from '../../runs/match/read-text.ts'
import { solve, widthsOf, withValue } from '../../runs/match/solve.ts'
import { formatChain, parseChain } from '../../runs/request/notation.ts'
import { bootstrapInterval, type Part } from '../../runs/trials/bootstrap.ts'
import type { RandomStream } from '../../sampling/random.ts'
import type { Chain, StepDefinition } from '../../strategies/chain/definition.ts'
import { parametersOf } from '../../strategies/chain/describe.ts'
import { steps } from '../../strategies/registry.ts'
import { nucleus } from '../../strategies/steps/nucleus.ts'
import type { Estimate } from './measures.ts'

/** A model's distribution at a place, and how often people went on with each token there. */
interface ContextCounts {
  readonly logits: Float32Array
  readonly next: ReadonlyMap<number, number>
}

/** A step at the setting that makes it as wide as the others. */
export interface MatchedStep {
  /** Id of the step. */
  readonly step: string
  readonly title: string
  readonly chain: string
  /** Tokens kept, mean. */
  readonly width: number
  /** Share of what people wrote that is kept. */
  readonly recall: Estimate
  /** How much more of it is kept than by the nucleus, at the same places. */
  readonly gain: Estimate
  /** Mass of what is kept that is on tokens nobody went on with; at places where many people went on. */
  readonly risk?: Estimate
}

/** Every truncation step at the mean width of one chain. */
export interface Level {
  /** The chain whose width the others take. */
  readonly like: string
  readonly width: number
  readonly steps: readonly MatchedStep[]
}

/** The nucleus that the others are compared with, and the shares whose widths they take. */
const COMPARED = nucleus
const SHARES = [0.5, 0.8, 0.9, 0.95]

/** Steps that only cut, by no chance of their own. */
const cutting = steps.filter(
  ({ family, isRandom, amateur }) => family === 'truncation' && !isRandom && !amateur,
)

/** One without a number is compared at its own width. */
const numberOf = (step: StepDefinition) => matchedNumber(parametersOf(step))

/** No step that is compared draws. */
const SEED = 0

/**
 * @param groups places that are resampled together, for the intervals
 * @param hasRisk whether so many people went on from each place that what none of them wrote is implausible
 * @param onProgress gets the share that is done, of the most there can be to do
 */
export async function measureLevels(
  groups: readonly (readonly ContextCounts[])[],
  chance: RandomStream,
  hasRisk: boolean,
  onProgress?: (share: number) => void,
): Promise<Level[]> {
  const places = groups.flat()
  const texts = places.map(({ logits, next }) => ({
    prompt: [],
    tokens: [next.keys().next().value ?? 0],
    rows: [{ index: 0, logits }],
  }))
  const without = cutting.filter((step) => numberOf(step) === undefined)
  const likes = [...SHARES.map((p) => `${COMPARED.id}:${p}`), ...without.map(({ id }) => id)].map(parseChain)
  const goals = await widthsOf(texts, likes, SEED)
  const searches = goals.flatMap((goal, level) =>
    cutting.flatMap((step) => {
      const parameter = numberOf(step)
      if (!parameter) return []
      const chain = parseChain(step.id)
      const chainAt = (value: number) => withValue(chain, 0, parameter.name, value)
      const like = likes[level]!
      // A step is as wide as itself, and needs no search.
      if (like.steps[0]!.definition === step) return []
      return [{ level, step, chainAt, bisection: bisect(parameter, goal, places[0]!.logits.length) }]
    }),
  )
  await solve(searches, { texts, seed: SEED, onPass: onProgress })
  const matched = searches.map(({ level, step, chainAt, bisection }) => ({
    level,
    step,
    chain: chainAt(bisection.best()!.value),
  }))
  const own = likes.map((chain, level) => ({ level, step: chain.steps[0]!.definition, chain }))
  const all = [...own, ...matched]
  const judged = await judge(
    groups,
    texts,
    all.map(({ chain }) => chain),
  )
  return goals.map((width, level) => {
    const here = all.filter((one) => one.level === level)
    const compared = judged.get(here.find(({ step }) => step.id === COMPARED.id)!.chain)!
    return {
      like: formatChain(likes[level]!),
      width,
      steps: here.map(({ step: { id, title }, chain }) => {
        const { width: kept, recall, risk } = judged.get(chain)!
        const gain = recall.map(({ sum, count }, group) => ({
          sum: sum - compared.recall[group]!.sum,
          count,
        }))
        return {
          step: id,
          title,
          chain: formatChain(chain),
          width: kept / places.length,
          recall: estimateOf(recall, chance),
          gain: estimateOf(gain, chance),
          ...(hasRisk && { risk: estimateOf(risk, chance) }),
        }
      }),
    }
  })
}

interface Judged {
  width: number
  /** By group. */
  readonly recall: { sum: number; count: number }[]
  readonly risk: { sum: number; count: number }[]
}

async function judge(
  groups: readonly (readonly ContextCounts[])[],
  texts: Parameters<typeof walkTexts>[0],
  chains: readonly Chain[],
): Promise<ReadonlyMap<Chain, Judged>> {
  const groupOf = groups.flatMap((group, index) => group.map(() => index))
  const places = groups.flat()
  const parts = () => groups.map(() => ({ sum: 0, count: 0 }))
  const judged = new Map(chains.map((chain) => [chain, { width: 0, recall: parts(), risk: parts() }]))
  await walkTexts(texts, chains, SEED, ({ text, chain, chainTrace: { final } }) => {
    const { next } = places[text]!
    const sums = judged.get(chain)!
    let [kept, all, plausible] = [0, 0, 0]
    for (const [token, count] of next) {
      all += count
      if (!final.includes(token)) continue
      kept += count
      plausible += final.probabilityOf(token)
    }
    sums.width += final.size
    const [recall, risk] = [sums.recall[groupOf[text]!]!, sums.risk[groupOf[text]!]!]
    recall.sum += kept / all
    recall.count++
    risk.sum += 1 - plausible
    risk.count++
  })
  return judged
}

function estimateOf(parts: readonly Part[], chance: RandomStream): Estimate {
  const [sum, count] = parts.reduce(([s, c], part) => [s + part.sum, c + part.count], [0, 0])
  return { value: sum / count, ...bootstrapInterval(parts, chance) }
}
