import { count } from '../../words.ts'
import type { RunFacts } from './facts.ts'
import type { LaneWords } from './lanes.ts'
import { listed } from './listed.ts'
import { COUPLING, sharedBy } from './settings.ts'

const HOW = {
  'inverse CDF':
    'was drawn by inverting the cumulative distribution, most likely token first, at u(seed, i, t)',
  'Gumbel-max': 'was the one whose log-probability plus its own Gumbel noise at (seed, i, t) was greatest',
}

/** What was drawn, how, and from which seeds; nothing where no lane draws. */
export function chanceSentences(runs: readonly RunFacts[], lanes: readonly LaneWords[]): string[] {
  const sentences = [...samplingOf(runs, lanes), ...ownDrawsOf(lanes), ...randomStepsOf(lanes)]
  const [first, ...others] = sentences
  if (first === undefined) return []
  return [`${first} (seeds: ${seedsText(runs.map(({ seed }) => seed))}).`, ...others.map((one) => `${one}.`)]
}

function samplingOf(runs: readonly RunFacts[], lanes: readonly LaneWords[]): string[] {
  const sampling = lanes.filter(({ search }) => search === 'sampling')
  if (sampling.length === 0) return []
  const coupling = sharedBy(runs, COUPLING)
  const how =
    coupling === undefined
      ? `${HOW['inverse CDF']}, or, where draws were Gumbel-max, ${HOW['Gumbel-max']}`
      : HOW[coupling as keyof typeof HOW]
  if (lanes.length === 1) return [`Token t of sample i ${how}`]
  const who = sampling.length === lanes.length ? 'All strategies' : 'Strategies that draw a token at a time'
  return [`${who} shared their random numbers: token t of sample i ${how}`]
}

function ownDrawsOf(lanes: readonly LaneWords[]): string[] {
  const own = lanes.filter(({ search }) => search === 'own-draws')
  if (own.length === 0) return []
  const how = own.length === 1 ? 'a procedure of its own' : 'procedures of their own'
  return [
    `${listed(own.map(({ letter }) => letter))} drew by ${how}, with random numbers that follow from the ` +
      'seed and the place of the sample',
  ]
}

function randomStepsOf(lanes: readonly LaneWords[]): string[] {
  const acting = lanes.filter(({ randomSteps }) => randomSteps.length > 0)
  if (acting.length === 0) return []
  const steps = acting.map(({ letter, randomSteps }) => `${listed(randomSteps)} in ${letter}`)
  return [
    `Whether a step with a chance of its own acted, ${listed(steps)}, was drawn from further random ` +
      'numbers that follow from the seed and the place of the sample',
  ]
}

/** Most seeds, or rows of seeds without a gap, that are listed one by one. */
const MOST_ROWS = 12

/** "1, 2 and 5", "1000 to 1003 and 2000 to 2003". */
function seedsText(all: readonly number[]): string {
  const seeds = [...new Set(all)].sort((one, other) => one - other)
  const rows: [number, number][] = []
  for (const seed of seeds) {
    const last = rows.at(-1)
    if (last && last[1] === seed - 1) last[1] = seed
    else rows.push([seed, seed])
  }
  const shown = rows.slice(0, MOST_ROWS)
  const words = shown.flatMap(([low, high]) => {
    if (high - low > 1) return [`${low} to ${high}`]
    return low === high ? [String(low)] : [String(low), String(high)]
  })
  if (shown.length === rows.length) return listed(words)
  const more = seeds.filter((seed) => seed > shown.at(-1)![1]).length
  return listed([...words, `${count(more)} more up to ${seeds.at(-1)}`])
}
