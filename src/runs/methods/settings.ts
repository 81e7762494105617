import { groupBy } from '../../group-by.ts'
import { count, plural } from '../../words.ts'
import type { RunFacts } from './facts.ts'
import { type LaneWords, placesOf } from './lanes.ts'
import { listed } from './listed.ts'

/** A setting on which runs may differ. */
interface Setting<Value extends string | number = string | number> {
  readonly title: string
  readonly read: (run: RunFacts) => Value
}

export const MOST_TOKENS: Setting<number> = {
  title: 'most tokens of a text',
  read: ({ maxTokens }) => maxTokens,
}
export const TEXTS: Setting<number> = {
  title: 'texts a strategy',
  read: ({ texts }) => Math.max(1, ...texts),
}
export const STOPS: Setting<string> = {
  title: 'stop texts',
  read: ({ stop = [] }) =>
    stop.length > 0
      ? listed(
          stop.map((text) => JSON.stringify(text)),
          'or',
        )
      : 'none',
}
export const TEMPLATE: Setting<string> = { title: "model's chat template", read: ({ chat }) => use(chat) }
export const HEALING: Setting<string> = { title: 'token healing', read: ({ heal }) => use(heal) }
export const LITERAL: Setting<string> = {
  title: 'special tokens of the prompt as plain text',
  read: ({ literal }) => use(literal),
}
export const COUPLING: Setting<string> = {
  title: 'draws',
  read: ({ coupling }) => (coupling === 'gumbel-max' ? 'Gumbel-max' : 'inverse CDF'),
}
export const FIRST_SAMPLE: Setting<number> = {
  title: 'first sample',
  read: ({ firstSample = 0 }) => firstSample + 1,
}
export const BEHIND_PROMPT: Setting<string> = {
  title: 'what stood behind the prompt',
  read: ({ prefix = [], insert = '' }) =>
    listed([
      ...(prefix.length > 0 ? [`the ${prefix.length === 1 ? 'token' : 'tokens'} ${prefix.join(', ')}`] : []),
      ...(insert === '' ? [] : [`the text ${JSON.stringify(insert)}`]),
    ]) || 'nothing',
}

const use = (isOn: boolean | undefined): string => (isOn ? 'used' : 'not used')

/** The value that all runs have; undefined where they differ. */
export function sharedBy<Value extends string | number>(
  runs: readonly RunFacts[],
  { read }: Setting<Value>,
): Value | undefined {
  const value = read(runs[0]!)
  return runs.every((run) => read(run) === value) ? value : undefined
}

/** Most values of a setting that are listed one by one. */
const MOST_VALUES = 6

/** In what runs differ, with the values; nothing where they do not. */
export function differenceSentences(runs: readonly RunFacts[], lanes: readonly LaneWords[]): string[] {
  const places = placesOf(runs)
  const strategies: Setting = {
    title: 'strategies',
    read: (run) => listed(places(run).map((place) => lanes[place]!.letter)),
  }
  const model: Setting = {
    title: 'model of strategies that name none',
    read: (run) => `\`${run.model}\``,
  }
  const settings: readonly Setting[] = [
    strategies,
    ...(lanes.some(({ namesModel }) => !namesModel) ? [model] : []),
    ...[MOST_TOKENS, TEXTS, STOPS, TEMPLATE, HEALING, LITERAL, BEHIND_PROMPT, FIRST_SAMPLE],
    ...(lanes.some(({ search }) => search === 'sampling') ? [COUPLING] : []),
  ]
  const differing = settings.filter((setting) => sharedBy(runs, setting) === undefined)
  if (differing.length === 0) return []
  return [`Runs differed in ${differing.map((setting) => valuesIn(runs, setting)).join('; in ')}.`]
}

function valuesIn(runs: readonly RunFacts[], { title, read }: Setting): string {
  const values = [...groupBy(runs, read)]
  const isNumbers = values.every(([value]) => typeof value === 'number')
  if (isNumbers && values.length > MOST_VALUES) {
    const numbers = values.map(([value]) => Number(value))
    const [least, most] = [Math.min(...numbers), Math.max(...numbers)]
    return `${title}: ${count(least)} to ${count(most)}`
  }
  const shown = values.slice(0, MOST_VALUES)
  const others = values.slice(MOST_VALUES).reduce((sum, [, of]) => sum + of.length, 0)
  const parts = shown.map(([value, of]) => `${value} in ${plural(of.length, 'run')}`)
  return `${title}: ${[...parts, ...(others > 0 ? [`others in ${plural(others, 'run')}`] : [])].join(', ')}`
}
