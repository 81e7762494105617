import { nucleus } from '../../strategies/steps/nucleus.ts'
import { defineExperiment } from '../harness/definition.ts'
import type { EqualWidth } from '../measure/equal-width.ts'
import type { Level, MatchedStep } from '../measure/matched-steps.ts'
import { drawLines, type Panel } from '../report/figures/lines.ts'
import { atLeast, atMost } from './checks.ts'
import { margins } from './margins.ts'

/** The chain whose width the others take, of what the checks are about. */
const NARROW = 'nucleus:0.5'
const MIDDLE = 'nucleus:0.8'
const USUAL = 'nucleus:0.9'
const WIDE = 'nucleus:0.95'

const levelOf = (levels: readonly Level[], like: string): Level | undefined =>
  levels.find((level) => level.like === like)

const stepOf = (levels: readonly Level[], like: string, step: string): MatchedStep | undefined =>
  levelOf(levels, like)?.steps.find((one) => one.step === step)

/** Steps whose bounds allow the width: the others are shown at their own, and compared with nothing. */
const reaches = ({ width: goal }: Level, { width }: MatchedStep): boolean =>
  Math.abs(width - goal) <= margins.truncators.width * goal

const recallsOf = (level: Level): number[] =>
  level.steps.filter((step) => reaches(level, step)).map(({ recall }) => recall.value!)

/** Levels at which the step keeps the most. */
const levelsWon = (levels: readonly Level[], step: string): number =>
  levels.filter((level) => {
    const own = level.steps.find((one) => one.step === step)
    return own !== undefined && own.recall.value! >= Math.max(...recallsOf(level))
  }).length

function spreadAt(levels: readonly Level[], like: string): number | null {
  const level = levelOf(levels, like)
  if (!level) return null
  const recalls = recallsOf(level)
  return Math.max(...recalls) - Math.min(...recalls)
}

export const truncators = defineExperiment<EqualWidth>({
  id: 'truncators',
  title: 'Every cut at the same width',
  claim:
    'Where they keep equally many tokens on average, a floor on the probability keeps more of what ' +
    'people write than a nucleus, at hardly more risk; the wider the sets, the less the step matters.',
  paper: 'Zhou et al. 2025, arXiv 2408.13586; Schaeffer et al. 2025, arXiv 2506.13681',
  needsHuman: true,
  isHumanOnly: true,
  needsEqualWidth: true,
  plan: () => [],
  measure: async (measureContext) => measureContext.equalWidth,
  checks({ text, beginnings }) {
    const gain = (like: string, step: string) => stepOf(text.levels, like, step)?.gain.value ?? null
    const risk = (step: string) => stepOf(beginnings.levels, USUAL, step)?.risk?.value ?? null
    const [floored, compared] = [risk('epsilon'), risk('nucleus')]
    const { floor, usualFloor, relative, typical, won, risk: more, narrow, wide } = margins.truncators
    return [
      atLeast(`human tokens epsilon keeps beyond ${MIDDLE}, share`, gain(MIDDLE, 'epsilon'), floor),
      atLeast(`human tokens epsilon keeps beyond ${USUAL}, share`, gain(USUAL, 'epsilon'), usualFloor),
      atLeast(`human tokens min-p keeps beyond ${MIDDLE}, share`, gain(MIDDLE, 'min-p'), relative),
      atMost(`human tokens typical keeps beyond ${MIDDLE}, share`, gain(MIDDLE, 'typical'), typical),
      atLeast(
        `widths at which epsilon keeps the most, of ${text.levels.length}`,
        levelsWon(text.levels, 'epsilon'),
        won,
      ),
      atMost(
        `mass on tokens nobody went on with, epsilon beyond ${USUAL}`,
        floored === null || compared === null ? null : floored - compared,
        more,
      ),
      atLeast(`range of the steps as wide as ${NARROW}, share`, spreadAt(text.levels, NARROW), narrow),
      atMost(`range of the steps as wide as ${WIDE}, share`, spreadAt(text.levels, WIDE), wide),
    ]
  },
  table: ({ text, beginnings }) => ({
    columns: [
      'as wide as',
      'step',
      'chain',
      'tokens kept',
      'human tokens kept',
      'beyond the nucleus',
      'low',
      'high',
      'chain, at beginnings',
      'risk',
      'risk, low',
      'risk, high',
    ],
    rows: text.levels.flatMap(({ like, steps }) =>
      steps.map(({ step, title, chain, width, recall, gain }) => {
        const begun = stepOf(beginnings.levels, like, step)
        return [
          like,
          title,
          chain,
          width,
          recall.value,
          gain.value,
          gain.low ?? null,
          gain.high ?? null,
          begun?.chain ?? null,
          begun?.risk?.value ?? null,
          begun?.risk?.low ?? null,
          begun?.risk?.high ?? null,
        ]
      }),
    ),
  }),
  figure: (data) =>
    drawLines({
      title: 'Truncation steps at equal mean width',
      description:
        'By step: share of human tokens kept, and mass of what is kept that is on tokens nobody went ' +
        'on with, along the mean number of tokens kept; beside them the nucleus at the same widths.',
      columns: 3,
      panelWidth: 228,
      panels: panelsOf(data),
    }),
})

function panelsOf({ text, beginnings }: EqualWidth): Panel[] {
  const ids = text.levels[0]?.steps.map(({ step }) => step) ?? []
  const widths = [...text.levels, ...beginnings.levels].map(({ width }) => width)
  const curve = (levels: readonly Level[], id: string, read: (step: MatchedStep) => number | null) =>
    levels
      .flatMap((level) =>
        level.steps.filter((one) => one.step === id).map((one) => ({ x: one.width, y: read(one) })),
      )
      .sort((a, b) => a.x - b.x)
  const kept = (id: string) => curve(text.levels, id, ({ recall }) => recall.value)
  const risk = (id: string) => curve(beginnings.levels, id, ({ risk: one }) => one?.value ?? null)
  return ids
    .filter((id) => id !== nucleus.id)
    .map((id) => ({
      title: stepOf(text.levels, text.levels[0]!.like, id)!.title,
      x: {
        label: 'tokens kept, mean',
        min: Math.min(...widths) / 1.2,
        max: Math.max(...widths) * 1.2,
        isLog: true,
      },
      y: { label: 'share', min: 0, max: 1 },
      series: [
        { name: 'human tokens kept', points: kept(id) },
        { name: 'by the nucleus', points: kept('nucleus') },
        { name: 'risk', points: risk(id) },
        { name: 'risk of the nucleus', points: risk('nucleus') },
      ],
    }))
}
