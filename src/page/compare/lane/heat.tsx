import type { StepRecord } from '../../../runs/run/events.ts'
import { bits } from '../../ui/numbers.ts'
import { Term } from '../../ui/term.tsx'

/** How unexpected a chosen token was, or how unsure the model was before it chose, in five classes. */

export type HeatName = 'off' | 'probability' | 'surprisal' | 'rank' | 'entropy'

interface Heat {
  readonly title: string
  readonly of: string
  readonly measure: (step: StepRecord) => number
  readonly bounds: readonly number[]
  readonly isFalling?: boolean
  readonly legend: readonly string[]
  readonly note: string
}

export const HEATS: Readonly<Record<Exclude<HeatName, 'off'>, Heat>> = {
  probability: {
    title: 'Probability',
    of: 'Probability of the chosen token',
    measure: ({ logprob }) => Math.exp(logprob),
    bounds: [0.5, 0.2, 0.05, 0.01],
    isFalling: true,
    legend: ['≥ .5', '.2', '.05', '.01', 'less'],
    note: 'taller and stronger is less expected',
  },
  surprisal: {
    title: 'Surprisal',
    of: 'Surprisal of the chosen token, in bits',
    measure: ({ logprob }) => bits(-logprob),
    bounds: [1, 2.3, 4.3, 6.6],
    legend: ['< 1', '2.3', '4.3', '6.6', 'more'],
    note: 'bits; taller and stronger is less expected',
  },
  rank: {
    title: 'Rank',
    of: 'Rank of the chosen token',
    measure: ({ rank }) => rank,
    bounds: [2, 6, 21, 101],
    legend: ['1', '5', '20', '100', 'more'],
    note: 'taller and stronger is further down the list',
  },
  entropy: {
    title: 'Entropy',
    of: 'Entropy before the token was chosen, in bits',
    measure: ({ entropy }) => bits(entropy),
    bounds: [1, 3, 5, 7],
    legend: ['< 1', '3', '5', '7', 'more'],
    note: 'bits; taller and stronger is less sure',
  },
}

/** The class of a token, 0 (silent) to 4. */
export function levelOf(name: Exclude<HeatName, 'off'>, step: StepRecord): number {
  const { measure, bounds, isFalling = false } = HEATS[name]
  const value = measure(step)
  const level = bounds.findIndex((bound) => (isFalling ? value >= bound : value < bound))
  return level < 0 ? 4 : level
}

const NAMES = Object.keys(HEATS) as (keyof typeof HEATS)[]

/**
 * The classes of a token's element, one for each measure that is not silent: `probability-2 rank-1`.
 * `data-heat` around all texts names the one that tints, so that other colours need no other text.
 */
export const heatClasses = (step: StepRecord): string =>
  NAMES.flatMap((name) => {
    const level = levelOf(name, step)
    return level === 0 ? [] : `${name}-${level}`
  }).join(' ')

/** What dots under a token mean. */
const TailKey = () => (
  <span class="heat-tail-key">
    <span class="text-token is-out">dotted</span> is{' '}
    <Term
      name="from the tail"
      meaning={
        'Outside the nucleus of 0.9: not among the likeliest tokens that together hold 90% ' +
        'of the probability. In a human text, what its nucleus does not allow.'
      }
    />
  </span>
)

export function Legend({ heat }: { readonly heat: HeatName }) {
  if (heat === 'off') return <TailKey />
  const { of, legend, note } = HEATS[heat]
  return (
    <>
      <ol data-heat={heat} aria-label={of}>
        {legend.map((label, level) => (
          <li key={label} class={`${heat}-${level}`}>
            {label}
          </li>
        ))}
      </ol>
      <span>{note}</span>
      <TailKey />
    </>
  )
}
