import { COUPLINGS, type Coupling } from '../../sampling/coupling.ts'
import { defineExperiment, type Generation, type LanePlan, type Scope } from '../harness/definition.ts'
import type { Estimate } from '../measure/measures.ts'
import { type PairedTexts, savedShare, tokensTogether } from '../measure/paired.ts'
import { drawBars } from '../report/figures/bars.ts'
import { atLeast, ratio } from './checks.ts'
import { margins } from './margins.ts'

/** Two lanes whose texts are compared, draw by draw. */
interface Pair {
  readonly lanes: readonly [string, string]
  readonly couplings: readonly Coupled[]
}

/** A pair under one way to share chance. */
interface Coupled {
  readonly coupling: Coupling
  /** Tokens until the texts part, mean. */
  readonly together: Estimate
  /** Samples that a paired comparison of mean surprisal saves beside independent ones, share. */
  readonly saved: Estimate
}

interface Data {
  readonly texts: number
  readonly maxTokens: number
  readonly pairs: readonly Pair[]
}

/** The one whose cuts are nested comes first. */
const PAIRS = [
  ['nucleus:0.9', 'nucleus:0.95'],
  ['nucleus:0.9', 'top-k:40'],
  ['nucleus:0.9', 'sample'],
  ['nucleus:0.9', 'min-p:0.05'],
] as const

/** What a quick setting takes of them. */
const FEWER = 2

const pairsOf = ({ setting }: Scope) => (setting.isCoarse ? PAIRS.slice(0, FEWER) : PAIRS)

/** Prompts and seeds: many seeds of a prompt, because what is shared is chance. */
const sizeOf = ({ setting }: Scope) =>
  setting.isCoarse ? { prompts: 6, seeds: 4 } : { prompts: setting.fewerPrompts, seeds: 6 }

/** Seeds of its own, a hundred behind those of other claims. */
function planOf(scope: Scope, lane: string, coupling: Coupling): LanePlan {
  const { prompts, seeds } = sizeOf(scope)
  const first = scope.setting.seeds[0]! + 100
  return {
    lane,
    coupling,
    contexts: scope.openings.slice(0, prompts),
    seeds: Array.from({ length: seeds }, (_, index) => first + index),
  }
}

export const coupling = defineExperiment<Data>({
  id: 'coupling',
  title: 'Sharing chance keeps lanes together',
  claim:
    'Lanes that share noise for every token (Gumbel-max) write the same text many times longer than ' +
    'lanes that share one number a step (inverse CDF). A comparison needs fewer samples with one ' +
    'shared number, and with shared noise where one cut is inside the other; where neither is, noise ' +
    'may save nothing.',
  paper: 'Corvelo Benz, Tsirtsis, Straitouri, Chatzi et al. 2025, arXiv 2502.01754',
  needsHuman: false,
  plan: (scope) =>
    COUPLINGS.flatMap((one) => [...new Set(pairsOf(scope).flat())].map((lane) => planOf(scope, lane, one))),
  async measure(measureContext) {
    const { texts, resample } = measureContext
    const scope: Scope = measureContext
    return {
      texts: sizeOf(scope).prompts * sizeOf(scope).seeds,
      maxTokens: scope.setting.maxTokens,
      pairs: pairsOf(scope).map((lanes) => ({
        lanes,
        couplings: COUPLINGS.map((one) => {
          const [first, second] = lanes.map((lane) => texts(planOf(scope, lane, one)))
          const paired = pairUp(first!, second!)
          return {
            coupling: one,
            together: tokensTogether(paired, resample),
            saved: savedShare(paired, meanSurprisal, resample),
          }
        }),
      })),
    }
  },
  checks({ pairs }) {
    const read = (pair: Pair, coupling: Coupling) => pair.couplings.find((one) => one.coupling === coupling)!
    const gains = pairs.map((pair) =>
      ratio(read(pair, 'gumbel-max').together.value, read(pair, 'inverse-cdf').together.value),
    )
    const saved = (one: Coupling) => pairs.map((pair) => read(pair, one).saved.value)
    const least = (values: readonly (number | null)[]) =>
      values.some((value) => value === null) ? null : Math.min(...(values as number[]))
    const byNumber = saved('inverse-cdf')
    const mean = byNumber.includes(null)
      ? null
      : byNumber.reduce<number>((sum, one) => sum + one!, 0) / byNumber.length
    const { together, nested, saved: share, savedByNumber } = margins.coupling
    return [
      atLeast(
        `tokens together, Gumbel-max ÷ inverse CDF, ${pairs[0]!.lanes.join(' and ')}`,
        gains[0]!,
        nested,
      ),
      atLeast('the same, least of all pairs', least(gains), together),
      atLeast(
        `samples saved by Gumbel-max, share, ${pairs[0]!.lanes.join(' and ')}`,
        saved('gumbel-max')[0]!,
        share,
      ),
      atLeast('samples saved by inverse CDF, share, mean of the pairs', mean, savedByNumber),
    ]
  },
  table: ({ pairs }) => ({
    columns: ['lanes', 'coupling', 'tokens together', 'low', 'high', 'samples saved', 'low', 'high'],
    rows: pairs.flatMap(({ lanes, couplings }) =>
      couplings.map(({ coupling: one, together, saved }) => [
        lanes.join(' and '),
        one,
        together.value,
        together.low ?? null,
        together.high ?? null,
        saved.value,
        saved.low ?? null,
        saved.high ?? null,
      ]),
    ),
  }),
  figure: ({ pairs }) =>
    drawBars({
      title: 'Tokens until two lanes part',
      description:
        'By pair of lanes and by the way they share chance: the mean length of their common ' +
        'beginning, with 95% bootstrap intervals over prompts.',
      x: {
        label: 'tokens together, mean',
        min: 0,
        max: Math.max(
          ...pairs.flatMap(({ couplings }) => couplings.map(({ together }) => together.high ?? 0)),
        ),
      },
      series: [...COUPLINGS],
      rows: pairs.map(({ lanes, couplings }) => ({
        label: lanes.join(' and '),
        values: couplings.map(({ together }) => together),
      })),
    }),
})

const meanSurprisal = ({ logprobs }: Generation): number =>
  logprobs.reduce((sum, logprob) => sum - logprob, 0) / logprobs.length

const pairUp = (first: readonly Generation[], second: readonly Generation[]): PairedTexts[] =>
  first.map((text, index) => ({ prompt: text.context.text, texts: [text, second[index]!] }))
