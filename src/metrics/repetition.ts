import { mean } from './average.ts'
import {
  type MetricDescription,
  type SetMetric,
  share,
  type TextMetric,
  type TextRecord,
  textOf,
} from './definition.ts'
import { copies, LOOP, repeatedTail, type TailLoop, tailLoop } from './tail-loop.ts'

/** Whether a text ends in a repeated phrase, and if so which: enough to underline every copy. */
export type Repetition = ({ readonly flagged: true } & TailLoop) | { readonly flagged: false }

const DEGEN_LONGEST = 90

/**
 * The paper's words: a phrase of at least two tokens, repeated at least three times at the end. One token six
 * times counts, as a phrase of two. Holtzman et al. 2020, section 5.3 and Table 1 (there within the first 200
 * tokens).
 * @param tokens without a final end-of-text token
 */
export function paperRepetition(tokens: readonly number[]): Repetition {
  const loop = tailLoop(tokens, { ...LOOP, maxLength: tokens.length })
  return loop ? { flagged: true, ...loop } : { flagged: false }
}

/**
 * The paper's released code (ari-holtzman/degen, metrics/repetition.py): of the phrases of 1 to 90 tokens
 * that end the text, the one with most consecutive copies, the shortest on a tie; flagged if there are at
 * least two copies and the phrase has at least three tokens, or there are more than 50. So "A B A B A B" is
 * not a repetition.
 * @param tokens without a final end-of-text token
 */
export function degenRepetition(tokens: readonly number[]): Repetition {
  let best = { length: 1, times: 1, start: tokens.length }
  for (let length = 1; length <= DEGEN_LONGEST && length <= tokens.length; length++) {
    const tail = repeatedTail(tokens, length)
    const times = copies(tail, length)
    if (times > best.times) best = { length, times, start: tokens.length - tail - length }
  }
  const isFlagged = best.times > 1 && (best.length >= 3 || best.times > 50)
  return isFlagged ? { flagged: true, ...best } : { flagged: false }
}

const definitions = [
  {
    find: paperRepetition,
    id: 'repetition-paper',
    title: "Repetition, the paper's text",
    rule: 'a phrase of at least 2 tokens occurs at least 3 times in a row at the end',
    source: 'Holtzman et al. 2020, arXiv 1904.09751, section 5.3, Table 1',
  },
  {
    find: degenRepetition,
    id: 'repetition-degen',
    title: "Repetition, the paper's code",
    rule:
      'a phrase is repeated at the end: of those of 1 to 90 tokens the one with most copies, if it has 3 ' +
      'tokens or more, or more than 50 copies',
    source: 'ari-holtzman/degen, metrics/repetition.py',
  },
]

const flag = (find: typeof paperRepetition, record: TextRecord): number =>
  find(textOf(record)).flagged ? 1 : 0

export const repetitionOfText: readonly TextMetric[] = definitions.map(({ find, rule, ...about }) => ({
  ...about,
  ...description(`1 if ${rule}; else 0.`),
  compute: (record) => flag(find, record),
}))

export const repetitionOfSet: readonly SetMetric[] = definitions.map(({ find, rule, ...about }) => ({
  ...about,
  ...description(`Share of the texts where ${rule}.`),
  compute: (records) => mean(records.map((record) => flag(find, record))),
}))

function description(summary: string): Pick<MetricDescription, 'summary' | 'needs' | 'scale'> {
  return { summary, needs: 'tokens', scale: share }
}
