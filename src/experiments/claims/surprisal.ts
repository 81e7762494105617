import { defineExperiment } from '../harness/definition.ts'
import { measurePlan } from '../harness/lanes.ts'
import { halvesOf } from '../measure/human.ts'
import { drawLines } from '../report/figures/lines.ts'
import { atLeast, atMost, ratio } from './checks.ts'
import { margins } from './margins.ts'
import { maximisedAndSampled } from './maximised-and-sampled.ts'

interface Row {
  readonly name: string
  readonly mean: number | null
  /** Standard deviation within a text. */
  readonly spread: number | null
  readonly first: number
  readonly second: number
  /** Probability of each token of one text. */
  readonly series: readonly number[]
}

interface Data {
  readonly rows: readonly Row[]
}

const SERIES_LENGTH = 100

export const surprisal = defineExperiment<Data>({
  id: 'surprisal',
  title: 'Human text surprises, beam search does not',
  claim:
    'The probability of human text varies strongly from token to token, while that of greedy and ' +
    'beam texts climbs and stays high as they lock into a loop.',
  paper: 'Holtzman et al. 2020, section 4.2, Figure 2',
  needsHuman: true,
  plan: (scope) => Object.values(maximisedAndSampled(scope)),
  async measure(measureContext) {
    const { human } = measureContext
    const rows = Object.entries(maximisedAndSampled(measureContext)).map(([name, plan]) => {
      const texts = measureContext.texts(plan)
      const measures = measurePlan(measureContext, plan)
      return {
        name,
        mean: measures['surprisal-mean-nats']!.value,
        spread: measures['surprisal-sd-nats']!.value,
        ...halvesOf(texts.map(({ logprobs }) => logprobs)),
        series: texts[0]!.logprobs.slice(0, SERIES_LENGTH).map(Math.exp),
      }
    })
    const humanRow = {
      name: 'Human',
      mean: human.measures['surprisal-mean-nats']!.value,
      spread: human.measures['surprisal-sd-nats']!.value,
      ...human.halves,
      series: human.series,
    }
    return { rows: [humanRow, ...rows] }
  },
  checks({ rows: [human, greedy, beam, nucleus] }) {
    return [
      atLeast(
        'human ÷ greedy spread of surprisal',
        ratio(human!.spread, greedy!.spread),
        margins.surprisal.spread,
      ),
      atLeast(
        'human ÷ beam spread of surprisal',
        ratio(human!.spread, beam!.spread),
        margins.surprisal.spread,
      ),
      atMost(
        'greedy mean surprisal, second half ÷ first half',
        greedy!.second / greedy!.first,
        margins.surprisal.fallsTo,
      ),
      atMost(
        'beam mean surprisal, second half ÷ first half',
        beam!.second / beam!.first,
        margins.surprisal.fallsTo,
      ),
      atLeast(
        'human mean surprisal, second half ÷ first half',
        human!.second / human!.first,
        margins.surprisal.staysAbove,
      ),
      atLeast(
        'nucleus 0.95 mean surprisal, second half ÷ first half',
        nucleus!.second / nucleus!.first,
        margins.surprisal.staysAbove,
      ),
    ]
  },
  table: ({ rows }) => ({
    columns: ['text', 'mean surprisal (nats)', 'spread within a text (nats)', 'first half', 'second half'],
    rows: rows.map(({ name, mean, spread, first, second }) => [name, mean, spread, first, second]),
  }),
  figure: ({ rows }) =>
    drawLines({
      title: 'Probability of each token of one text',
      description:
        'Human text varies from token to token; beam and greedy search climb towards probability 1.',
      columns: 2,
      panels: rows.slice(0, 4).map(({ name, series }) => ({
        title: name,
        x: { label: 'token', min: 0, max: SERIES_LENGTH },
        y: { label: 'probability', min: 0, max: 1 },
        series: [{ name: 'probability', points: series.map((y, x) => ({ x, y })), dots: false }],
      })),
    }),
})
