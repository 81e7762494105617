import type { Swept } from '../../../experiments/claims/sweep-cells.ts'
import type { PaperRow } from '../../../experiments/claims/table-1-rows.ts'
import type { ShownText } from '../../../experiments/harness/definition.ts'
import type { ExperimentResult } from '../../../experiments/harness/result.ts'
import type { Estimate, Estimates } from '../../../experiments/measure/measures.ts'
import { setMetrics } from '../../../metrics/registry.ts'
import type { Context, PairTable, Specimen, SweepGrid } from '../../../page/gallery/props.ts'
import { significant } from '../../../page/ui/numbers.ts'
import { excerptOf } from './excerpt.ts'
import { laneName, type TextDialogs } from './text-dialogs.ts'
import { type RunLink, textsIn } from './texts.ts'

/** What a card shows besides its figure; each experiment knows its own data. */

const threeDigits = (value: number | null | undefined): string => significant(value, 3)

/** Figure 1's way: what each strategy wrote, in a few words. */
export const specimensOf = ({ data }: ExperimentResult, dialogs: TextDialogs): Specimen[] =>
  (data.examples as readonly ShownText[]).map((text) => ({
    name: laneName(text.lane),
    excerpt: excerptOf(text),
    dialog: dialogs.add([text]),
  }))

interface TableRow {
  readonly id: string
  readonly name: string
  readonly lane: string | null
  readonly paper: PaperRow
  readonly measures: Estimates
}

/**
 * Table 1: pairs of figures, ours and the paper's. A row opens a text of its chain where any result shows
 * one.
 */
export const tableOne = (
  { data, provenance }: ExperimentResult,
  shown: readonly ShownText[],
  dialogs: TextDialogs,
): PairTable => ({
  model: provenance.model,
  columns: [
    { name: 'perplexity', meaning: meaningOf('perplexity') },
    { name: 'self-BLEU 4', meaning: meaningOf('self-bleu-4') },
    { name: 'Zipf', meaning: meaningOf('zipf') },
    { name: 'repetition %', meaning: meaningOf('repetition-paper') },
  ],
  rows: (data.rows as readonly TableRow[]).map(({ id, name, lane, paper, measures }) => {
    const text = shown.find((one) => one.lane === lane)
    return {
      kind: id === 'human' ? 'is-human' : id === 'nucleus' ? 'is-tinted' : '',
      name,
      dialog: text && dialogs.add([text], { title: name }),
      pairs: [
        [measures.perplexity?.value, paper.perplexity],
        [measures['self-bleu-4']?.value, paper.selfBleu4],
        [measures.zipf?.value, paper.zipf],
        [asPercent(measures['repetition-paper']), paper.repetition],
      ].map(([ours, theirs]) => [hundredths(ours), hundredths(theirs)] as const),
    }
  }),
})

const meaningOf = (metric: string): string => setMetrics.find(({ id }) => id === metric)?.summary ?? ''

const asPercent = (estimate: Estimate | undefined): number | null =>
  typeof estimate?.value === 'number' ? 100 * estimate.value : null

/** As the paper prints its figures. */
const hundredths = (value: number | null | undefined): string => value?.toFixed(2) ?? '–'

interface Sweeps {
  readonly families: readonly Swept[]
  readonly human: { readonly perplexity: number | null }
}

/** A grid whose cells open their texts; in each family the cell nearest to human perplexity is marked. */
export const sweepGrid = ({ data }: ExperimentResult, dialogs: TextDialogs): SweepGrid => {
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
          dialog: dialogs.add(texts, { title: `${parameter} = ${value}`, facts: factsOf(measures) }),
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
export function nextTokens({ data }: ExperimentResult, runs: readonly RunLink[]): Context[] {
  const contexts = data.contexts as readonly MeasuredContext[]
  const most = Math.max(...contexts.map(({ top }) => top[0]!.probability))
  return contexts.map(({ kind, text, top, sizes }, index) => ({
    href: runs[index]!.href,
    kind,
    text,
    kept: sizes.find(({ p }) => p === 0.9)?.size ?? 0,
    tokens: top.slice(0, LISTED).map(({ token, probability }) => ({
      token: JSON.stringify(token).slice(1, -1).trim(),
      share: probability / most,
      probability,
    })),
  }))
}

/** Texts with no place of their own: one button each. */
export const otherTexts = ({ data }: ExperimentResult, dialogs: TextDialogs) =>
  textsIn(data).map((text) => ({ name: laneName(text.lane), dialog: dialogs.add([text]) }))
