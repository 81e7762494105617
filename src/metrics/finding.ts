import { capital, wholePercent } from '../words.ts'
import type { Measures } from './definition.ts'
import { judgeLoop } from './loop.ts'
import { SENTENCE_END } from './phrase-start.ts'
import type { Recurrence } from './recurrence.ts'

/** Where single human texts lie, by metric id; see `readHumanBaseline` for how it is measured. */
export type HumanRanges = Readonly<Record<string, { readonly low: number; readonly high: number }>>

/** One finished text: what was measured of it, and its tokens in words. */
export interface FoundText {
  readonly metrics: Measures
  readonly tokens: readonly { readonly token: number; readonly text: string }[]
  /** How many of the tokens are outside the nucleus of 0.9 of the model's own distribution; where counted. */
  readonly tail?: number | undefined
}

/** Lengths of n-grams whose repeats a text is placed by, the one that is named by default first. */
const ORDERS = [4, 2] as const
/** Fewest tokens that a text is judged by. */
const FEWEST = 20

/**
 * The one thing to know about a lane, in a sentence, from what was measured: a loop first; then how many
 * tokens came from the tail, and repetition and surprisal beside human text, what is out of its range first.
 * They are figures, not verdicts: "as in human text" reads as praise, also of nonsense. The tail is
 * what separates sampled texts: a model that is well calibrated gives its own samples and human text much
 * the same surprisal. Of several samples, how many loop, and the rest by their means.
 * @param human undefined where no human text was measured under this model
 */
export function findingOf(texts: readonly FoundText[], human?: HumanRanges): string | undefined {
  const judged = texts.filter(({ tokens }) => tokens.length >= FEWEST)
  if (judged.length === 0) return undefined
  const loops = judged.flatMap(({ tokens }) => loopWords(tokens) ?? [])
  if (texts.length === 1 && loops.length === 1) return `${capital(loops[0]!)}.`
  const place = [tailOf(judged), placeOf(meansOf(judged), human)].filter(Boolean).join('; ')
  if (loops.length === 0) return texts.length === 1 ? `${capital(place)}.` : `All samples: ${place}.`
  return `${loops.length} of ${judged.length} samples loop; ${place}.`
}

/** How many of the tokens of all texts are from the tail; empty where a text was not counted. */
function tailOf(texts: readonly FoundText[]): string {
  const tails = texts.flatMap(({ tail }) => tail ?? [])
  if (tails.length < texts.length) return ''
  const tail = tails.reduce((sum, one) => sum + one, 0)
  const count = texts.reduce((sum, { tokens }) => sum + tokens.length, 0)
  return tail === 0 ? 'no token from the tail' : `${tail} of ${count} tokens from the tail`
}

/** What loops in a text, in words that go on from its name; undefined where nothing does. */
export function loopWords(tokens: FoundText['tokens']): string | undefined {
  const judgement = judgeLoop(tokens.map(({ token }) => token))
  if (!judgement) return undefined
  if (judgement.kind === 'near') {
    return `loops with small changes: ${wholePercent(judgement.repeated)} of its last 4-grams occur earlier`
  }
  return `repeats ${nameOf(judgement.passage, tokens)} ${judgement.passage.times} times`
}

/** "one sentence", or how long a phrase is. */
function nameOf({ starts, length }: Recurrence, tokens: FoundText['tokens']): string {
  const text = tokens
    .slice(starts[0]!, starts[0]! + length)
    .map((token) => token.text)
    .join('')
  const ends = text.match(SENTENCE_END)?.length ?? 0
  if (ends === 1) return 'one sentence'
  return ends > 1 ? `${ends} sentences` : `a phrase of ${length} tokens`
}

/** Where a text without a loop lies beside human text. */
function placeOf(metrics: Measures, human: HumanRanges | undefined): string {
  const high = (order: number) => human?.[`seq-rep-${order}`]?.high ?? Infinity
  const isOut = (order: number) => (metrics[`seq-rep-${order}`] ?? 0) > high(order)
  const order = ORDERS.find(isOut) ?? ORDERS[0]
  const repeated = `${wholePercent(metrics[`seq-rep-${order}`] ?? 0)} of ${order}-grams repeated`
  const most = isOut(order) ? `, human text at most ${wholePercent(high(order))}` : ''
  const { perplexity } = metrics
  if (perplexity == null) return repeated + most
  const range = human?.perplexity
  if (!range) return `${repeated}${most}, at ${bits(perplexity)} bits a token`
  const surprisal = besides(perplexity, range)
  if (perplexity > range.high) return `wanders: ${surprisal}; ${repeated}${most}`
  if (perplexity < range.low) return `plays safe: ${surprisal}; ${repeated}${most}`
  return `${repeated}${most}; ${surprisal}`
}

/** A surprisal beside the human range, with as many digits as separate it from the range's ends. */
function besides(perplexity: number, { low, high }: { readonly low: number; readonly high: number }): string {
  const shown = (digits: number) => [perplexity, low, high].map((one) => Math.log2(one).toFixed(digits))
  const digits = [1, 2, 3].find((one) => new Set(shown(one)).size === 3) ?? 4
  const [own, from, to] = shown(digits)
  return `surprisal ${own} bits a token, human text ${from} to ${to}`
}

/** Mean of each measure over texts; of perplexity the geometric mean, which is the mean of surprisals. */
function meansOf(texts: readonly FoundText[]): Measures {
  const ids = Object.keys(texts[0]!.metrics)
  return Object.fromEntries(
    ids.map((id) => {
      const values = texts.map(({ metrics }) => metrics[id]).filter((value) => typeof value === 'number')
      const [from, to] = id === 'perplexity' ? [Math.log, Math.exp] : [Number, Number]
      const sum = values.reduce((total, value) => total + from(value), 0)
      return [id, values.length === 0 ? null : to(sum / values.length)]
    }),
  )
}

const bits = (perplexity: number): string => Math.log2(perplexity).toFixed(1)
