import { defineExperiment, type Scope, type ShownText } from '../harness/definition.ts'
import { beamLane, LANES, measurePlan, only, showText } from '../harness/lanes.ts'
import type { Estimate } from '../measure/measures.ts'
import { drawBars } from '../report/figures/bars.ts'
import { atLeast, atMost, ratio } from './checks.ts'
import { margins } from './margins.ts'
import { maximisedAndSampled } from './maximised-and-sampled.ts'

/** Figure 1's context, quoted from Holtzman et al. 2020 (first used by Radford et al. 2019, GPT-2). */
const UNICORNS =
  'In a shocking finding, scientist discovered a herd of unicorns living in a remote, previously ' +
  'unexplored valley, in the Andes Mountains. Even more surprising to the researchers was the fact ' +
  'that the unicorns spoke perfect English.'

interface Row {
  readonly name: string
  readonly lane: string
  readonly texts: number
  readonly repetitionPaper: Estimate
  readonly repetitionDegen: Estimate
  readonly seqRep4: Estimate
}

interface Data {
  readonly rows: readonly Row[]
  readonly examples: readonly ShownText[]
}

const examplesOf = (scope: Scope) => {
  const context = scope.context(UNICORNS)
  return [LANES.greedy, beamLane(scope.setting.beamWidth), LANES.nucleus, LANES.pure].map((lane) =>
    only(scope, lane, context),
  )
}

export const loops = defineExperiment<Data>({
  id: 'loops',
  title: 'Maximisation loops, sampling does not',
  claim:
    'Greedy and beam search end in repeated phrases; sampling from the nucleus or from everything does not.',
  paper: 'Holtzman et al. 2020, section 1, Figure 1, Table 1',
  needsHuman: false,
  plan: (scope) => [...Object.values(maximisedAndSampled(scope)), ...examplesOf(scope)],
  async measure(measureContext) {
    const rows = Object.entries(maximisedAndSampled(measureContext)).map(([name, plan]) => {
      const measures = measurePlan(measureContext, plan)
      return {
        name,
        lane: plan.lane,
        texts: measureContext.texts(plan).length,
        repetitionPaper: measures['repetition-paper']!,
        repetitionDegen: measures['repetition-degen']!,
        seqRep4: measures['seq-rep-4']!,
      }
    })
    const examples = examplesOf(measureContext).map((plan) =>
      showText(measureContext, measureContext.texts(plan)[0]!),
    )
    return { rows, examples }
  },
  checks({ rows: [greedy, beam, nucleus, pure] }) {
    const stuck = (row: Row | undefined) => row!.repetitionPaper.value
    return [
      atLeast('greedy texts that end in a loop, share', stuck(greedy), margins.loops.greedy),
      atLeast('beam texts that end in a loop, share', stuck(beam), margins.loops.beam),
      atMost('nucleus 0.95 texts that end in a loop, share', stuck(nucleus), margins.loops.sampled),
      atMost('pure samples that end in a loop, share', stuck(pure), margins.loops.sampled),
      atMost(
        'nucleus 0.95 ÷ greedy repeated 4-grams',
        ratio(nucleus!.seqRep4.value, greedy!.seqRep4.value),
        margins.loops.repeated,
      ),
    ]
  },
  examples: ({ examples }) => examples,
  table: ({ rows }) => ({
    columns: [
      'strategy',
      'lane',
      'texts',
      'ends in a loop (paper)',
      'ends in a loop (degen)',
      'repeated 4-grams',
    ],
    rows: rows.map((row) => [
      row.name,
      row.lane,
      row.texts,
      row.repetitionPaper.value,
      row.repetitionDegen.value,
      row.seqRep4.value,
    ]),
  }),
  figure: ({ rows }) =>
    drawBars({
      title: 'Texts that end in a loop, and repeated 4-grams',
      description:
        'Shares for greedy and beam search against nucleus and pure sampling, with 95% bootstrap ' +
        'intervals over prompts.',
      x: { label: 'share', min: 0, max: 1 },
      series: ['ends in a loop', 'repeated 4-grams'],
      rows: rows.map(({ name, repetitionPaper, seqRep4 }) => ({
        label: name,
        values: [repetitionPaper, seqRep4],
      })),
    }),
})
