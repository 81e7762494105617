import { percent } from '../../../../public/js/html.js'
import type { Swept } from '../../../experiments/claims/sweep-cells.ts'
import type { PaperRow } from '../../../experiments/claims/table-1-rows.ts'
import type { ShownText } from '../../../experiments/harness/definition.ts'
import type { ExperimentResult } from '../../../experiments/harness/result.ts'
import type { Estimate, Estimates } from '../../../experiments/measure/measures.ts'
import { specimenHtml } from './specimen.ts'
import { laneName, type textDialogsOf } from './text-dialogs.ts'
import { type RunLink, textsIn } from './texts.ts'

/** What a card shows besides its figure; each experiment knows its own data. */

type TextDialogs = ReturnType<typeof textDialogsOf>

const NONE = '–'

const threeDigits = (value: number | null | undefined): string =>
  value === null || value === undefined ? NONE : String(Number(value.toPrecision(3)))

/** Figure 1's way: what each strategy wrote, in a few words. */
export const specimensOf = ({ data }: ExperimentResult, exhibits: TextDialogs) =>
  (data.examples as readonly ShownText[]).map((text, index) => ({
    letter: 'ABCDEF'.charAt(index),
    name: laneName(text.lane),
    html: specimenHtml(text),
    exhibit: exhibits.add([text]),
  }))

interface TableRow {
  readonly id: string
  readonly name: string
  readonly lane: string | null
  readonly paper: PaperRow
  readonly measures: Estimates
}

/** Table 1: pairs of figures, ours and the paper's. A row opens a text of its chain where any result shows one. */
export const tableOne = (
  { data, provenance }: ExperimentResult,
  shown: readonly ShownText[],
  exhibits: TextDialogs,
) => ({
  model: provenance.model,
  columns: ['perplexity', 'self-BLEU 4', 'Zipf', 'repetition %'],
  rows: (data.rows as readonly TableRow[]).map(({ id, name, lane, paper, measures }) => {
    const text = shown.find((one) => one.lane === lane)
    return {
      kind: id === 'human' ? 'is-human' : id === 'nucleus' ? 'is-tinted' : '',
      name,
      exhibit: text && exhibits.add([text], { title: name }),
      pairs: [
        [measures.perplexity?.value, paper.perplexity],
        [measures['self-bleu-4']?.value, paper.selfBleu4],
        [measures.zipf?.value, paper.zipf],
        [asPercent(measures['repetition-paper']), paper.repetition],
      ].map((pair) => pair.map(hundredths)),
    }
  }),
})

const asPercent = (estimate: Estimate | undefined): number | null =>
  typeof estimate?.value === 'number' ? 100 * estimate.value : null

/** As the paper prints its figures. */
const hundredths = (value: number | null | undefined): string => value?.toFixed(2) ?? NONE

interface Sweeps {
  readonly families: readonly Swept[]
  readonly human: { readonly perplexity: number | null }
}

/** A grid whose cells open their texts; in each family the cell nearest to human perplexity is marked. */
export const sweepGrid = ({ data }: ExperimentResult, exhibits: TextDialogs) => {
  const { families, human } = data as Sweeps
  return {
    human: threeDigits(human.perplexity),
    families: families.map(({ parameter, cells }) => {
      const perplexities = cells.map(({ measures }) => measures.perplexity?.value ?? null)
      const nearest = nearestTo(human.perplexity, perplexities)
      const symbol = parameter.split(' ').at(-1)!
      return {
        parameter,
        symbol,
        cells: cells.map(({ value, measures, texts }, index) => ({
          value: String(value),
          perplexity: threeDigits(perplexities[index]),
          isNearest: index === nearest,
          exhibit: exhibits.add(texts, { title: `${parameter} = ${value}`, facts: factsOf(measures) }),
        })),
      }
    }),
  }
}

const factsOf = (measures: Estimates): string[] => [
  `perplexity ${threeDigits(measures.perplexity?.value)}`,
  `self-BLEU 4 ${threeDigits(measures['self-bleu-4']?.value)}`,
  `${threeDigits(asPercent(measures['repetition-paper']))}% end in a loop`,
]

/** Nearest by ratio. */
function nearestTo(human: number | null, values: readonly (number | null)[]): number {
  if (human === null) return -1
  const distances = values.map((value) => (value === null ? Infinity : Math.abs(Math.log(value / human))))
  return distances.indexOf(Math.min(...distances))
}

/** Tokens of a context that are listed. */
const LISTED = 6

interface MeasuredContext {
  readonly kind: string
  readonly text: string
  readonly top: readonly { readonly token: string; readonly probability: number }[]
  readonly sizes: readonly { readonly p: number; readonly size: number }[]
}

/**
 * Figure 5's way: the likeliest next tokens of each context, on one scale, and how many the nucleus keeps.
 * @param runs one a context
 */
export function nextTokens({ data }: ExperimentResult, runs: readonly RunLink[]) {
  const contexts = data.contexts as readonly MeasuredContext[]
  const most = Math.max(...contexts.map(({ top }) => top[0]!.probability))
  return contexts.map(({ kind, text, top, sizes }, index) => ({
    href: runs[index]!.href,
    kind,
    text,
    kept: sizes.find(({ p }) => p === 0.9)?.size,
    tokens: top.slice(0, LISTED).map(({ token, probability }) => ({
      token: JSON.stringify(token).slice(1, -1).trim(),
      width: percent(probability / most),
      probability: probability.toFixed(3),
    })),
  }))
}

/** Texts with no place of their own: one button each. */
export const otherTexts = ({ data }: ExperimentResult, exhibits: TextDialogs) =>
  textsIn(data).map((text) => ({ name: laneName(text.lane), exhibit: exhibits.add([text]) }))
