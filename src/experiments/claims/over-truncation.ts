import { defineExperiment } from '../harness/definition.ts'
import { drawLines } from '../report/figures/lines.ts'
import { axisOver } from '../report/figures/scale.ts'
import { atLeast, atMost, ratio } from './checks.ts'
import { margins } from './margins.ts'
import { measureOf, measureSweeps, type Swept, sweepPlans } from './sweep-cells.ts'

interface Data {
  readonly families: readonly Swept[]
}

export const overTruncation = defineExperiment<Data>({
  id: 'over-truncation',
  title: 'Cut too far, every method becomes greedy',
  claim:
    'A low temperature and a small p repeat themselves nearly as greedy search does, a small k less ' +
    'so; loosened, they all stop.',
  paper: 'Holtzman et al. 2020, section 5.3, Figure 9',
  needsHuman: false,
  plan: sweepPlans,
  measure: async (measureContext) => ({
    families: measureSweeps(measureContext, 0).filter(({ id }) => id !== 'beam'),
  }),
  checks({ families }) {
    const at = (id: string, value: number) => measureOf(cellOf(families, id, value), 'seq-rep-4')
    const { strict, smallK, loose } = margins.overTruncation
    const greedy = at('top-k', 1)
    return [
      atLeast('t=0.1 ÷ greedy repeated 4-grams', ratio(at('temperature', 0.1), greedy), strict),
      atLeast('p=0.1 ÷ greedy repeated 4-grams', ratio(at('nucleus', 0.1), greedy), strict),
      atMost('k=640 ÷ k=5 repeated 4-grams', ratio(at('top-k', 640), at('top-k', 5)), smallK),
      atMost('t=1 ÷ greedy repeated 4-grams', ratio(at('temperature', 1), greedy), loose),
      atMost('p=0.95 ÷ greedy repeated 4-grams', ratio(at('nucleus', 0.95), greedy), loose),
      atMost('k=640 ÷ greedy repeated 4-grams', ratio(at('top-k', 640), greedy), loose),
    ]
  },
  table: ({ families }) => ({
    columns: [
      'family',
      'value',
      'repeated 4-grams',
      'ends in a loop (paper)',
      'ends in a loop (degen)',
      'mean tokens kept',
    ],
    rows: families.flatMap(({ id, cells }) =>
      cells.map((cell) => [
        id,
        cell.value,
        ...['seq-rep-4', 'repetition-paper', 'repetition-degen', 'kept-mean'].map((measure) =>
          measureOf(cell, measure),
        ),
      ]),
    ),
  }),
  figure: ({ families }) =>
    drawLines({
      title: 'Repetition as cuts are loosened',
      description: 'Share of repeated 4-grams and of texts that end in a loop, along temperature, k and p.',
      panels: families.map(({ parameter, isLog, cells }) => ({
        title: parameter,
        x: axisOver(
          parameter,
          cells.map(({ value }) => value),
          { isLog },
        ),
        y: { label: 'share', min: 0, max: 1 },
        series: [
          {
            name: 'repeated 4-grams',
            points: cells.map((cell) => ({ x: cell.value, y: measureOf(cell, 'seq-rep-4') })),
          },
          {
            name: 'ends in a loop',
            points: cells.map((cell) => ({ x: cell.value, y: measureOf(cell, 'repetition-paper') })),
          },
        ],
      })),
    }),
})

const cellOf = (families: readonly Swept[], id: string, value: number) =>
  families.find((family) => family.id === id)!.cells.find((cell) => cell.value === value)!
