import { defineExperiment, type LanePlan, type MeasureContext, type Scope } from '../harness/definition.ts'
import { jobsOf } from '../harness/generation-jobs.ts'
import { type Format, writeIn } from '../measure/numerics.ts'
import { type Batched, batched, type Compared, compare, median } from '../measure/partings.ts'
import { drawBars } from '../report/figures/bars.ts'
import { atLeast, atMost, ratio } from './checks.ts'
import { margins } from './margins.ts'

interface Data {
  readonly maxTokens: number
  readonly batches: readonly Batched[]
  readonly compared: readonly Compared[]
  /** Nats between the two likeliest tokens over all tokens of the greedy float32 texts, median. */
  readonly usual: number | null
}

const CHAINS = ['greedy', 'sample']
const NAMES: Readonly<Record<Format, string>> = {
  fp32: 'float32',
  q8: '8 bits',
  q4: '4 bits',
}
const COMPARED = ['q8', 'q4'] as const

const planOf = ({ openings, setting }: Scope, lane: string): LanePlan => ({
  lane,
  contexts: openings.slice(0, setting.isCoarse ? Math.min(4, setting.fewerPrompts) : setting.fewerPrompts),
  seeds: setting.seeds.slice(0, 1),
})

export const numerics = defineExperiment<Data>({
  id: 'numerics',
  title: 'The same weights in other numbers',
  claim:
    'With the same 8-bit weights, products in 8 bits change a greedy text of products in float32 ' +
    'only where its two best tokens are nearly equal; 4-bit weights change it many times sooner. A ' +
    'sampled text changes far sooner than a greedy one. Eight rows at a time, float32 and 8 bits ' +
    'compute every bit as they do alone.',
  paper: 'this project; the question is that of He et al. 2025, Defeating Nondeterminism in LLM Inference',
  needsHuman: false,
  plan: () => [],
  measure,
  unmeasured: ({ batches }) =>
    batches.length > 0
      ? undefined
      : 'it takes a file whose weights are 8-bit numbers in blocks of 32, to be written in other ' +
        'formats, and this model has another one.',
  checks({ batches, compared, usual }) {
    const of = (format: Format, chain: string) =>
      compared.find((one) => one.format === format && one.chain === chain)
    const same = (format: Format) => batches.find((one) => one.format === format)?.same ?? null
    const { bits, near, sooner, sampled } = margins.numerics
    const greedy = of('q8', 'greedy')
    return [
      ...(['fp32', 'q8'] as const).map((format) =>
        atLeast(
          `${NAMES[format]}, tokens with the same bits in a batch of 1 and of 8, share`,
          same(format),
          bits,
        ),
      ),
      atMost(
        'greedy, 8 bits: margin where texts part, largest ÷ median of all tokens',
        greedy?.parted === 0 ? 0 : ratio(greedy?.largest ?? null, usual),
        near,
      ),
      atLeast(
        'greedy, partings in 1,000 tokens, 4 ÷ 8 bits',
        ratio(of('q4', 'greedy')?.rate.value ?? null, greedy?.rate.value ?? null),
        sooner,
      ),
      atLeast(
        '8 bits, partings in 1,000 tokens, sample ÷ greedy',
        ratio(of('q8', 'sample')?.rate.value ?? null, greedy?.rate.value ?? null),
        sampled,
      ),
    ]
  },
  table: ({ compared, batches }) => ({
    columns: [
      'compared',
      'chain',
      'texts',
      'parted',
      'in 1,000 tokens',
      'margin (nats), median',
      'largest',
      'same bits',
    ],
    rows: [
      ...compared.map(({ format, chain, texts, parted, rate, median, largest }) => [
        `float32 and ${NAMES[format]}`,
        chain,
        texts,
        parted,
        rate.value,
        median,
        largest,
        null,
      ]),
      ...batches.map(({ format, texts, parted, same }) => [
        `${NAMES[format]}, batch of 1 and of 8`,
        CHAINS.join(' and '),
        texts,
        parted,
        null,
        null,
        null,
        same,
      ]),
    ],
  }),
  figure: ({ compared }) =>
    drawBars({
      title: 'How often a text parts from the float32 one',
      description:
        'Partings in 1,000 tokens that were still the same, by number format of the weights, greedy ' +
        'and sampled with the same draws; 95% bootstrap intervals over prompts.',
      x: {
        label: 'partings in 1,000 tokens',
        min: 0,
        max: Math.max(1, ...compared.map(({ rate }) => rate.high ?? rate.value ?? 0)),
      },
      series: CHAINS,
      rows: COMPARED.map((format) => ({
        label: NAMES[format],
        values: CHAINS.map(
          (chain) =>
            compared.find((one) => one.format === format && one.chain === chain)?.rate ?? { value: null },
        ),
      })),
    }),
})

async function measure(context: MeasureContext): Promise<Data> {
  const { setting, resample } = context
  const jobs = CHAINS.flatMap((chain) =>
    jobsOf(planOf(context, chain), { modelHash: 'numerics', maxTokens: setting.maxTokens }).map(
      ({ job }) => job,
    ),
  )
  // First what may not be there: another exporter's file is not recast, and its own format is not known here.
  const q4 = await writeIn(context, 'q4', jobs)
  if (!q4) return { maxTokens: setting.maxTokens, batches: [], compared: [], usual: null }
  const q8 = (await writeIn(context, 'q8', jobs))!
  const others = [q8.batches[0]!, q4.batches[0]!]
  const fp32 = (await writeIn(context, 'fp32', jobs, others))!
  const batches = Object.entries({ fp32, q8, q4 }).map(([format, texts]) =>
    batched(format as Format, texts.batches[0]!, texts.batches[1]!),
  )
  const { judged } = fp32
  const reference = fp32.batches[0]!
  const chosen = (chain: string) => jobs.flatMap(({ lane }, index) => (lane === chain ? [index] : []))
  return {
    maxTokens: setting.maxTokens,
    batches,
    compared: COMPARED.flatMap((format, other) =>
      CHAINS.map((chain) => ({
        format,
        chain,
        ...compare(chosen(chain), reference, others[other]!, judged, other, resample),
      })),
    ),
    usual: median(chosen('greedy').flatMap((job) => judged[job]!.best)),
  }
}
