import { scaleLinear, scaleLog } from 'd3-scale'
import { mean as meanOf } from '../../../metrics/average.ts'
import type { StepRecord } from '../../../runs/run/events.ts'
import { bits, clamp, count, short } from '../../ui/numbers.ts'
import { type Charts, hasText, type LaneView } from '../lane/view.ts'

/** What the shared charts measure, and their words. */

export type SeriesName = Exclude<Charts, 'all'>

export interface Series {
  readonly title: string
  /** What it is, for who sees it for the first time. */
  readonly what: string
  readonly measure: (step: StepRecord) => number
  readonly isLog?: boolean
  readonly low: number
  readonly top: (vocabulary: number) => number
  readonly ticks: (top: number) => number[]
  readonly unit: string
}

const everyTick = (top: number, stride: number): number[] =>
  Array.from({ length: Math.floor(top / stride) + 1 }, (_, index) => index * stride)
const powers = (top: number): number[] =>
  Array.from({ length: Math.floor(Math.log10(top)) + 1 }, (_, power) => 10 ** power)

/** What all counts of tokens have in common, and all that is in bits. */
const COUNT = { isLog: true, low: 1, top: (vocabulary: number) => vocabulary, ticks: powers, unit: '' }
const BITS = { low: 0, ticks: (top: number) => everyTick(top, 4), unit: 'bits' }

export const SERIES: Readonly<Record<SeriesName, Series>> = {
  nucleus: {
    title: 'Nucleus size',
    what: 'How many tokens hold 90% of the model’s own probability, before any step: 1 where it is sure.',
    // Absent from run files of version 0.1.0.
    measure: ({ nucleus = Number.NaN }) => nucleus,
    ...COUNT,
  },
  kept: {
    title: 'Tokens kept',
    what: 'How many tokens the steps of the lane left to choose from.',
    measure: ({ kept }) => kept,
    ...COUNT,
  },
  mass: {
    title: 'Mass kept',
    what: 'How much of the probability the tokens that were left hold.',
    measure: ({ keptMass }) => keptMass,
    low: 0,
    top: () => 1,
    ticks: () => [0, 0.25, 0.5, 0.75, 1],
    unit: '',
  },
  entropy: {
    title: 'Entropy',
    what: 'How unsure the model was before it chose: 0 bits where one token has all the probability.',
    measure: ({ entropy }) => bits(entropy),
    top: (vocabulary) => Math.ceil(Math.log2(vocabulary)),
    ...BITS,
  },
  surprisal: {
    title: 'Surprisal',
    what: 'How unexpected the chosen token was: −log₂ of its probability, in bits.',
    measure: ({ logprob }) => bits(-logprob),
    top: () => 16,
    ...BITS,
  },
}

export const CHOICES: Readonly<Record<Charts, { readonly title: string }>> = {
  ...SERIES,
  all: { title: 'All' },
}

/** One series, or all of them one above the other. */
export const seriesOf = (charts: Charts): readonly SeriesName[] =>
  charts === 'all' ? (Object.keys(SERIES) as SeriesName[]) : [charts]

/** A value as the chart can show it: what is beyond an end is drawn at it. */
export const shownValue = ({ measure, low }: Series, step: StepRecord, top: number): number =>
  clamp(measure(step), low, top)

/** To shares of the plot's height, from the top. */
const heightsOf = ({ isLog, low }: Series, top: number) =>
  (isLog ? scaleLog([low, top], [1, 0]) : scaleLinear([low, top], [1, 0])).clamp(true)

/** The views a chart has lines for. */
export const drawnOf = (views: readonly LaneView[]): LaneView[] => views.filter(hasText)

/** The views whose tokens have a value of the series. */
export const measuredOf = (views: readonly LaneView[], { measure }: Series): LaneView[] =>
  views.filter(({ sample }) => !Number.isNaN(measure(sample!.steps.at(-1)!)))

/** How many tokens the axis holds: the run's, or those of a longer human text. */
export const axisLength = (views: readonly LaneView[], maxTokens: number): number =>
  Math.max(maxTokens, ...views.map(({ sample }) => sample?.steps.length ?? 0))

/** Tokens with a label, at most eight and the first. */
export function labelledTokens(length: number): number[] {
  const stride = [1, 2, 5, 10, 20, 50, 100, 200, 500].find((one) => length / one <= 8) ?? 500
  return [...new Set([1, ...everyTick(length, stride).slice(1)])]
}

/** Where the lines' names are, `gap` apart from each other at least; places are shares of the height. */
export function endsOf(drawn: readonly LaneView[], series: Series, top: number, gap: number) {
  const height = heightsOf(series, top)
  const ends = drawn
    .map((view) => {
      const last = view.sample?.steps.at(-1)
      return { view, y: last ? height(series.measure(last)) : 1 }
    })
    .sort((one, other) => one.y - other.y)
  for (let index = 1; index < ends.length; index++) {
    const [above, mine] = [ends[index - 1], ends[index]]
    if (above && mine) mine.y = Math.max(mine.y, above.y + gap)
  }
  for (let index = ends.length - 1; index >= 0; index--) {
    const [mine, below] = [ends[index], ends[index + 1]]
    if (mine) mine.y = Math.min(mine.y, below ? below.y - gap : 1)
  }
  return ends
}

/** The chart in a sentence. */
export function findingOf(drawn: readonly LaneView[], series: Series): string {
  const means = drawn.map(({ letter, name, sample, isHuman }) => {
    const mean = meanOf((sample?.steps ?? []).map(series.measure)) ?? Number.NaN
    return `${isHuman ? name : `lane ${letter}, ${name}`}: ${short(mean)}`
  })
  return `${series.title} per token${series.unit ? `, ${series.unit}` : ''}. Mean of ${means.join('; ')}.`
}

export function valueText(name: SeriesName, record: StepRecord): string {
  const { measure, unit } = SERIES[name]
  const value = measure(record)
  if (Number.isNaN(value)) return '–'
  return name === 'kept' || name === 'nucleus' ? count(value) : `${short(value)}${unit && ` ${unit}`}`
}
