import { defineExperiment, type Generation, type ShownText } from '../harness/definition.ts'
import { fewer, measurePlan, showText } from '../harness/lanes.ts'
import type { Estimates } from '../measure/measures.ts'
import { drawBars } from '../report/figures/bars.ts'
import { axisOver } from '../report/figures/scale.ts'
import { atLeast, ratio } from './checks.ts'
import { margins } from './margins.ts'

/** Each cut with the temperature before it and after it. */
const PAIRS = [
  { id: 'nucleus-hot', name: 'nucleus 0.95, t=1.5', temperature: 'temperature:1.5', cut: 'nucleus:0.95' },
  { id: 'nucleus-cool', name: 'nucleus 0.95, t=0.7', temperature: 'temperature:0.7', cut: 'nucleus:0.95' },
  { id: 'min-p-hot', name: 'min-p 0.1, t=1.5', temperature: 'temperature:1.5', cut: 'min-p:0.1' },
  { id: 'top-k', name: 'top-k 40, t=0.7', temperature: 'temperature:0.7', cut: 'top-k:40' },
]

interface Side {
  readonly lane: string
  readonly measures: Estimates
  readonly text: ShownText
}

interface Pair {
  readonly id: string
  readonly name: string
  readonly before: Side
  readonly after: Side
  /** Share of the texts that are the same token for token. */
  readonly same: number
}

interface Data {
  readonly pairs: readonly Pair[]
}

const before = ({ temperature, cut }: (typeof PAIRS)[number]) => `${temperature}+${cut}`
const after = ({ temperature, cut }: (typeof PAIRS)[number]) => `${cut}+${temperature}`

export const temperatureOrder = defineExperiment<Data>({
  id: 'temperature-order',
  title: 'Temperature before the cut, or after it',
  claim:
    'Nucleus after a high temperature keeps many times more tokens than before it, and fewer after a ' +
    'low one; top-k keeps the same tokens in either order.',
  paper: 'Holtzman et al. 2020, section 3.3 (temperature comes first); engines differ',
  needsHuman: false,
  plan: (scope) => PAIRS.flatMap((pair) => [fewer(scope, before(pair)), fewer(scope, after(pair))]),
  async measure(measureContext) {
    const sideOf = (lane: string): Side & { texts: readonly Generation[] } => {
      const plan = fewer(measureContext, lane)
      const texts = measureContext.texts(plan)
      return {
        lane,
        measures: measurePlan(measureContext, plan),
        text: showText(measureContext, texts[0]!),
        texts,
      }
    }
    const pairs = PAIRS.map((pair) => {
      const [{ texts, ...first }, { texts: others, ...second }] = [sideOf(before(pair)), sideOf(after(pair))]
      const same = texts.filter(({ tokens }, index) => tokens.join() === others[index]!.tokens.join())
      return { id: pair.id, name: pair.name, before: first, after: second, same: same.length / texts.length }
    })
    return { pairs }
  },
  checks({ pairs }) {
    const find = (id: string) => pairs.find((pair) => pair.id === id)!
    const times = (id: string, measure: string) => {
      const pair = find(id)
      return ratio(pair.before.measures[measure]!.value, pair.after.measures[measure]!.value)
    }
    return [
      atLeast(
        'nucleus 0.95 after t=1.5 ÷ before it, tokens kept',
        times('nucleus-hot', 'kept-mean'),
        margins.temperatureOrder.hotKept,
      ),
      atLeast(
        'nucleus 0.95 after t=1.5 ÷ before it, perplexity',
        times('nucleus-hot', 'perplexity'),
        margins.temperatureOrder.hotPerplexity,
      ),
      atLeast(
        'nucleus 0.95 before t=0.7 ÷ after it, tokens kept',
        ratio(1, times('nucleus-cool', 'kept-mean')),
        margins.temperatureOrder.coolKept,
      ),
      atLeast(
        'top-k 40 texts that are the same in either order, share',
        find('top-k').same,
        margins.temperatureOrder.sameTexts,
      ),
    ]
  },
  examples: ({ pairs }) => pairs.slice(0, 1).flatMap((pair) => [pair.before.text, pair.after.text]),
  table: ({ pairs }) => ({
    columns: ['cut', 'order', 'lane', 'mean tokens kept', 'perplexity', 'repeated 4-grams', 'same texts'],
    rows: pairs.flatMap(({ name, before: first, after: second, same }) =>
      [first, second].map(({ lane, measures }, index) => [
        name,
        index === 0 ? 'temperature first' : 'temperature last',
        lane,
        measures['kept-mean']!.value,
        measures.perplexity!.value,
        measures['seq-rep-4']!.value,
        same,
      ]),
    ),
  }),
  figure: ({ pairs }) =>
    drawBars({
      title: 'Mean number of tokens kept, with the temperature before or after the cut',
      description: 'On a logarithmic axis: nucleus and min-p depend on the order, top-k does not.',
      x: axisOver(
        'mean tokens kept',
        pairs.flatMap((pair) =>
          [pair.before, pair.after].map(({ measures }) => measures['kept-mean']!.value!),
        ),
        {
          isLog: true,
          from: 1,
        },
      ),
      series: ['temperature first', 'temperature last'],
      rows: pairs.map(({ name, before: first, after: second }) => ({
        label: name,
        values: [first, second].map(({ measures }) => measures['kept-mean']!),
      })),
    }),
})
