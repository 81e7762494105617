import { defineExperiment } from '../harness/definition.ts'
import { measurePlan } from '../harness/lanes.ts'
import type { Estimate } from '../measure/measures.ts'
import { drawBars } from '../report/figures/bars.ts'
import { axisOver } from '../report/figures/scale.ts'
import { type MeasuredRow, tableChecks } from './table-1-checks.ts'
import { compareOrderings, type Figures } from './table-1-orderings.ts'
import { type PaperRow, tableRows } from './table-1-rows.ts'

interface Row extends MeasuredRow {
  readonly name: string
  readonly lane: string | null
  readonly prompts: number
  readonly texts: number
  readonly paper: PaperRow
}

interface Data {
  readonly rows: readonly Row[]
}

export const tableOne = defineExperiment<Data>({
  id: 'table-1',
  title: 'Table 1, ours beside the paper’s',
  claim:
    'Maximisation is far below human perplexity and repeats itself; sampling from the nucleus lies ' +
    'near human text, within a factor of 1.7.',
  paper: 'Holtzman et al. 2020, Table 1',
  needsHuman: true,
  plan: (scope) => tableRows.flatMap(({ plan }) => (plan ? [plan(scope)] : [])),
  async measure(measureContext) {
    const { human } = measureContext
    const rows = tableRows.map(({ id, name, paper, plan: planOf }) => {
      const plan = planOf?.(measureContext)
      return {
        id,
        name: typeof name === 'string' ? name : name(measureContext),
        paper,
        lane: plan?.lane ?? null,
        prompts: plan ? plan.contexts.length : human.passages,
        texts: plan ? measureContext.texts(plan).length : human.passages,
        measures: plan ? measurePlan(measureContext, plan) : human.measures,
      }
    })
    return { rows }
  },
  checks: ({ rows }) => tableChecks(rows),
  table: ({ rows }) => ({
    columns: [
      'strategy',
      'texts',
      'perplexity (paper)',
      'perplexity',
      '95%',
      'tempered',
      'self-BLEU 4 (paper)',
      'self-BLEU 4',
      'Zipf (paper)',
      'Zipf',
      'repetition % (paper)',
      'repetition %',
      '95% of repetition',
      'degen %',
      'repeated 4-grams %',
    ],
    rows: rows.map(({ name, texts, paper, measures }) => [
      name,
      texts,
      paper.perplexity,
      measures.perplexity!.value,
      interval(measures.perplexity!),
      measures['perplexity-tempered']!.value,
      paper.selfBleu4,
      measures['self-bleu-4']!.value,
      paper.zipf,
      measures.zipf!.value,
      paper.repetition,
      percent(measures['repetition-paper']!),
      interval(measures['repetition-paper']!, 100),
      percent(measures['repetition-degen']!),
      percent(measures['seq-rep-4']!),
    ]),
  }),
  figure: ({ rows }) =>
    drawBars({
      title: 'Perplexity of the texts under the model, ours beside the paper’s',
      description:
        'One row a strategy on a logarithmic axis; ours with 95% bootstrap intervals over prompts.',
      x: axisOver(
        'perplexity',
        rows.flatMap(({ paper, measures }) => [
          paper.perplexity,
          measures.perplexity!.high ?? paper.perplexity,
        ]),
        { isLog: true, from: 1.1 },
      ),
      series: ['this model', 'paper (GPT-2 Large)'],
      rows: rows.map(({ name, measures, paper }) => ({
        label: name,
        values: [measures.perplexity!, { value: paper.perplexity }],
      })),
    }),
  comparisons: ({ rows }) =>
    compareOrderings(Object.fromEntries(rows.map((row) => [row.id, figuresOf(row)]))),
})

const figuresOf = ({ measures }: Row): Figures => ({
  perplexity: measures.perplexity!.value,
  selfBleu4: measures['self-bleu-4']!.value,
  zipf: measures.zipf!.value,
  repetition: percent(measures['repetition-paper']!),
})

const percent = ({ value }: Estimate): number | null => (value === null ? null : round(100 * value))

const round = (value: number): number => Number(value.toPrecision(4))

const interval = ({ low, high }: Estimate, factor = 1): string | null =>
  low === undefined || high === undefined ? null : `${round(factor * low)} to ${round(factor * high)}`
