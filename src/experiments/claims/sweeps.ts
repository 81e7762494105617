import { defineExperiment } from '../harness/definition.ts'
import { drawLines, type Panel } from '../report/figures/lines.ts'
import { type Axis, axisOver } from '../report/figures/scale.ts'
import { atLeast } from './checks.ts'
import { margins } from './margins.ts'
import { type Cell, measureOf, measureSweeps, type Swept, sweepPlans } from './sweep-cells.ts'

interface Data {
  readonly families: readonly Swept[]
  readonly human: { readonly perplexity: number | null; readonly selfBleu4: number | null }
}

export const sweeps = defineExperiment<Data>({
  id: 'sweeps',
  title: 'From dull to wild: p, k, t and beam width',
  claim:
    'As a cut or a temperature is loosened, perplexity rises and self-BLEU falls, past human text somewhere on the way; wider beams stay far below it.',
  paper: 'Holtzman et al. 2020, section 4.2 and 5.2, Figures 6 and 8',
  needsHuman: true,
  plan: sweepPlans,
  async measure(measureContext) {
    const { measures } = measureContext.human
    return {
      families: measureSweeps(measureContext),
      human: { perplexity: measures.perplexity!.value, selfBleu4: measures['self-bleu-4']!.value },
    }
  },
  checks: ({ families, human }) => [
    ...families
      .filter(({ id }) => id !== 'beam')
      .flatMap(({ id, cells }) => [
        atLeast(
          `Share of steps along ${id} at which perplexity rises`,
          monotoneShare(cells, 'perplexity', 1),
          margins.sweeps.perplexityRises,
        ),
        atLeast(
          `Share of steps along ${id} at which self-BLEU 4 falls`,
          monotoneShare(cells, 'self-bleu-4', -1),
          margins.sweeps.selfBleuFalls,
        ),
        atLeast(
          `Perplexity of the loosest ${id} against the strictest, times`,
          endsRatio(cells),
          margins.sweeps.ends,
        ),
      ]),
    atLeast(
      'Perplexity of human text against the highest of any beam width, times',
      human.perplexity! /
        Math.max(
          ...families.find(({ id }) => id === 'beam')!.cells.map((cell) => measureOf(cell, 'perplexity')!),
        ),
      margins.sweeps.humanAboveBeams,
    ),
  ],
  table: ({ families }) => ({
    columns: [
      'family',
      'value',
      'lane',
      'perplexity',
      'self-BLEU 4',
      'self-BLEU 5',
      'repeated 4-grams',
      'ends in a loop',
      'Zipf',
      'mean tokens kept',
      'stop rate',
    ],
    rows: families.flatMap(({ id, cells }) =>
      cells.map((cell) => [
        id,
        cell.value,
        cell.lane,
        ...[
          'perplexity',
          'self-bleu-4',
          'self-bleu-5',
          'seq-rep-4',
          'repetition-paper',
          'zipf',
          'kept-mean',
          'stop-rate',
        ].map((measure) => measureOf(cell, measure)),
      ]),
    ),
  }),
  figure: ({ families, human }) =>
    drawLines({
      title: 'Perplexity and self-BLEU along beam width, temperature, k and p',
      description: 'Upper row: perplexity of the texts. Lower row: self-BLEU 4 and 5. Dashed: human text.',
      columns: families.length,
      panelWidth: 250,
      panels: [
        ...families.map((family) => panelOf(family, families, human.perplexity, ['perplexity'])),
        ...families.map((family) =>
          panelOf(family, families, human.selfBleu4, ['self-bleu-4', 'self-bleu-5']),
        ),
      ],
    }),
})

/** Share of neighbouring cells between which a measure goes the given way. */
function monotoneShare(cells: readonly Cell[], measure: string, direction: 1 | -1): number {
  const values = cells.map((cell) => measureOf(cell, measure)!)
  const right = values.slice(1).filter((value, index) => direction * (value - values[index]!) > 0)
  return right.length / (values.length - 1)
}

const endsRatio = (cells: readonly Cell[]): number =>
  measureOf(cells.at(-1)!, 'perplexity')! / measureOf(cells[0]!, 'perplexity')!

function panelOf(family: Swept, all: readonly Swept[], human: number | null, ids: readonly string[]): Panel {
  const isPerplexity = ids[0] === 'perplexity'
  const values = all.flatMap(({ cells }) =>
    cells.flatMap((cell) => ids.map((id) => measureOf(cell, id) ?? 0)),
  )
  const y: Axis = isPerplexity
    ? axisOver('perplexity', [...values, human ?? 1], { isLog: true, from: 1.1 })
    : axisOver('self-BLEU', values, { from: 0 })
  return {
    title: family.parameter,
    x: axisOver(
      family.parameter,
      family.cells.map(({ value }) => value),
      { isLog: family.isLog },
    ),
    y,
    series: ids.map((id) => ({
      name: id,
      points: family.cells.map((cell) => ({ x: cell.value, y: measureOf(cell, id) })),
    })),
    ...(human !== null && { rules: [{ y: human, label: 'human' }] }),
  }
}
