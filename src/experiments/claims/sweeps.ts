import { defineExperiment } from '../harness/definition.ts'
import { drawLines, type Panel } from '../report/figures/lines.ts'
import { type Axis, axisOver } from '../report/figures/scale.ts'
import { atLeast, type Comparison } from './checks.ts'
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
    'As a cut or a temperature is loosened, perplexity rises and self-BLEU falls; beams of every ' +
    'width stay far below human perplexity.',
  paper: 'Holtzman et al. 2020, sections 4.2 and 5.2, Figures 6 and 8',
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
          `${id}: settings at which perplexity rises, share`,
          monotoneShare(cells, 'perplexity', 1),
          margins.sweeps.perplexityRises,
        ),
        atLeast(
          `${id}: settings at which self-BLEU 4 falls, share`,
          monotoneShare(cells, 'self-bleu-4', -1),
          margins.sweeps.selfBleuFalls,
        ),
        atLeast(`${id}: loosest ÷ strictest perplexity`, endsRatio(cells), margins.sweeps.ends),
      ]),
    atLeast(
      'human ÷ highest of any beam width, perplexity',
      human.perplexity! /
        Math.max(
          ...families.find(({ id }) => id === 'beam')!.cells.map((cell) => measureOf(cell, 'perplexity')!),
        ),
      margins.sweeps.humanAboveBeams,
    ),
  ],
  comparisons,
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

/**
 * Figures 6 and 8: along each parameter, the curves of perplexity and of self-BLEU 4 cross the line of human
 * text.
 */
function comparisons({ families, human }: Data): Comparison[] {
  const along = families
    .filter(({ id }) => id !== 'beam')
    .flatMap(({ parameter, cells }) => [
      {
        statement: `Figure 6: along ${parameter}, perplexity passes that of human text`,
        carriedOver: passes(cells, 'perplexity', human.perplexity),
        why:
          'Pure samples can be likelier to the model than human text is; then no cut reaches human ' +
          'perplexity, and only a temperature above 1 does.',
      },
      {
        statement: `Figure 8: along ${parameter}, self-BLEU 4 passes that of human text`,
        carriedOver: passes(cells, 'self-bleu-4', human.selfBleu4),
        why: 'Self-BLEU depends on how many texts there are and on how alike their beginnings are.',
      },
    ])
  return [...along, ...collapse(families.flatMap(({ cells }) => cells))]
}

/** Nats a token near which standard decoding collapses, by the paper. */
const COLLAPSE = 2

/**
 * Whether texts collapse where the surprisal a token, which is the entropy rate of what was written, falls
 * below 2 nats. arXiv 2605.00435, abstract.
 */
function collapse(cells: readonly Cell[]): Comparison[] {
  const isBelow = (cell: Cell) => measureOf(cell, 'surprisal-mean-nats')! < COLLAPSE
  const [below, above] = [cells.filter(isBelow), cells.filter((cell) => !isBelow(cell))]
  const of = (some: readonly Cell[], measure: string) => some.map((cell) => measureOf(cell, measure)!)
  return [
    {
      statement:
        `arXiv 2605.00435: every setting below ${COLLAPSE} nats a token repeats more 4-grams than any ` +
        'above',
      carriedOver: Math.min(...of(below, 'seq-rep-4')) > Math.max(...of(above, 'seq-rep-4')),
      why: 'The rate at which texts collapse depends on the model and on the kind of text.',
    },
    {
      statement: `arXiv 2605.00435: at every setting below ${COLLAPSE} nats a token most texts end in a loop`,
      carriedOver: of(below, 'repetition-paper').every((share) => share > 0.5),
      why:
        'Between 1.2 and 2 nats a token this model repeats itself without ending in a loop; loops take ' +
        'over nearer to 1.',
    },
  ]
}

/** Whether a figure of human text lies between the smallest and the largest along a parameter. */
function passes(cells: readonly Cell[], measure: string, human: number | null): boolean {
  const values = cells.map((cell) => measureOf(cell, measure)!)
  return human !== null && Math.min(...values) <= human && human <= Math.max(...values)
}

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
