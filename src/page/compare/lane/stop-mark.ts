import { count, plural } from '../../ui/numbers.ts'
import type { Sample } from '../run/run.ts'

type Ended = Pick<Sample, 'stop' | 'steps'>

/** Why a text ended by itself. */
const REASONS: Readonly<Partial<Record<NonNullable<Sample['stop']>, string>>> = {
  'end-of-text': 'end of text',
  'stop-text': 'stop text',
  length: 'length',
  context: 'context full',
  error: 'error',
}

const reasonOf = ({ stop }: Ended): string | undefined => stop && REASONS[stop]

/** Why a text ended, in a few words. */
export const stopMark = (text: Ended): string =>
  text.stop === 'length'
    ? plural(text.steps.length, 'token')
    : (reasonOf(text) ?? `stopped at ${count(text.steps.length)}`)

/** The same with its length. */
export const stopWords = (text: Ended): string =>
  `${reasonOf(text) ?? 'by you'}, ${plural(text.steps.length, 'token')}`
