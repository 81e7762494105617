import { count, plural } from '../../ui/numbers.ts'
import type { Run, Sample } from '../run/run.ts'

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

/** Why a run cut its texts short. */
const CUT_SHORT: Readonly<Partial<Record<Run['phase'], string>>> = {
  lost: 'connection dropped',
  failed: 'the run failed',
}

/** The same with its length, of a run that is in a phase. */
export const stopWords = (text: Ended, phase: Run['phase']): string =>
  `${reasonOf(text) ?? CUT_SHORT[phase] ?? 'by you'}, ${plural(text.steps.length, 'token')}`
