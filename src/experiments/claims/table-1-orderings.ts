import type { Comparison } from './checks.ts'
import type { PaperRow } from './table-1-rows.ts'

/** A row's figures in the paper's units, ours or the paper's. */
export type Figures = { readonly [Key in keyof PaperRow]: number | null }

interface Ordering {
  readonly statement: string
  readonly holds: (rows: Readonly<Record<string, Figures>>) => boolean
  readonly why: string
}

const value = (rows: Readonly<Record<string, Figures>>, row: string, key: keyof PaperRow): number =>
  rows[row]?.[key] ?? Number.NaN

/** Strictly falling along the rows named. */
const falls =
  (key: keyof PaperRow, ...order: string[]) =>
  (rows: Readonly<Record<string, Figures>>) =>
    order.slice(1).every((row, index) => value(rows, order[index]!, key) > value(rows, row, key))

/** Whether a row's figure lies nearer the human one than that of every other row named, by ratio. */
const nearestToHuman =
  (key: keyof PaperRow, row: string, ...others: string[]) =>
  (rows: Readonly<Record<string, Figures>>) => {
    const distance = (one: string) => Math.abs(Math.log(value(rows, one, key) / value(rows, 'human', key)))
    return others.every((other) => distance(row) < distance(other))
  }

/** The orderings in the paper's Table 1; each is computed for our figures too, and may fail. */
export const orderings: readonly Ordering[] = [
  {
    statement: 'Perplexity: pure > human > greedy > beam',
    holds: falls('perplexity', 'pure', 'human', 'greedy', 'beam'),
    why:
      'Pure samples of a calibrated model are about as likely as text of the kind it learnt from. ' +
      'Where the human text is not of that kind, it can be the less likely of the two.',
  },
  {
    statement: 'Perplexity: pure > k=640 > nucleus > t=0.9 > k=40 > k=40 with t=0.7 > greedy',
    holds: falls('perplexity', 'pure', 'k640', 'nucleus', 'cool', 'k40', 'k40-t07', 'greedy'),
    why:
      'The paper takes perplexity of the tempered rows from tempered probabilities, and k=640 cuts ' +
      'relatively more of its 50,257 tokens than of a smaller vocabulary.',
  },
  {
    statement: 'Nucleus 0.95 has the perplexity nearest to that of human text of all rows',
    holds: nearestToHuman(
      'perplexity',
      'nucleus',
      'greedy',
      'beam',
      'pure',
      'cool',
      'k40',
      'k640',
      'k40-t07',
    ),
    why:
      'Which p comes nearest depends on how well calibrated the model is: a well-calibrated model ' +
      'needs hardly any cut.',
  },
  {
    statement: 'Self-BLEU 4: greedy > beam, k=40 with t=0.7 > k=40 > nucleus > pure',
    holds: (rows) =>
      falls('selfBleu4', 'greedy', 'k40-t07', 'k40', 'nucleus', 'pure')(rows) &&
      falls('selfBleu4', 'greedy', 'beam')(rows),
    why:
      'Self-BLEU is taken over few texts, not 5,000, and the wide beams of a small model fall into the ' +
      'same stock phrases whatever the opening, which greedy search does less.',
  },
  {
    statement: 'Human self-BLEU 4 lies between pure sampling and nucleus 0.95, or within 0.03 of both',
    holds: (rows) => {
      const [human, pure, nucleus] = ['human', 'pure', 'nucleus'].map((row) => value(rows, row, 'selfBleu4'))
      const isBetween = human! >= pure! && human! <= nucleus!
      return isBetween || Math.max(Math.abs(human! - pure!), Math.abs(human! - nucleus!)) <= 0.03
    },
    why:
      'Passages of one work share names and style, so it depends on how many works the human text is ' +
      'from.',
  },
  {
    statement: 'Zipf: greedy > k=40 with t=0.7 > nucleus >= pure, within 0.02',
    holds: (rows) =>
      falls('zipf', 'greedy', 'nucleus')(rows) &&
      value(rows, 'k40-t07', 'zipf') >= value(rows, 'nucleus', 'zipf') &&
      value(rows, 'nucleus', 'zipf') >= value(rows, 'pure', 'zipf') - 0.02,
    why:
      'On a few thousand tokens the coefficient depends on how many texts there are more than on the ' +
      'strategy.',
  },
  {
    statement: 'Zipf: beam search stays below nucleus 0.95',
    holds: falls('zipf', 'nucleus', 'beam'),
    why: 'A small corpus made of loops has few, very frequent tokens, which pushes the coefficient up.',
  },
  {
    statement: 'Repetition: greedy > beam > k=40 with t=0.7 > 1%',
    holds: (rows) =>
      falls('repetition', 'greedy', 'beam', 'k40-t07')(rows) && value(rows, 'k40-t07', 'repetition') > 1,
    why:
      'How often a text locks into a loop before its 200th token depends on the model: samples at ' +
      't=0.7 can repeat phrases and then go on.',
  },
  {
    statement: 'Repetition of human, pure, t=0.9, k=40, k=640 and nucleus texts is below 1%',
    holds: (rows) =>
      ['human', 'pure', 'cool', 'k40', 'k640', 'nucleus'].every((row) => value(rows, row, 'repetition') < 1),
    why: 'One text in a hundred more is within chance.',
  },
]

export const compareOrderings = (rows: Readonly<Record<string, Figures>>): Comparison[] =>
  orderings.map(({ statement, holds, why }) => ({ statement, carriedOver: holds(rows), why }))
