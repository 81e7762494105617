import type { LanguageModel } from '../../decoding/model.ts'
import { UserError } from '../../errors.ts'
import { encodeDocument } from '../../runs/request/prompt.ts'
import { Distribution } from '../../sampling/distribution.ts'
import type { RandomStream } from '../../sampling/random.ts'
import { shortHash } from '../harness/hash.ts'
import type { ComputeOnce } from '../harness/journal.ts'
import type { Setting } from '../harness/settings.ts'
import { type Estimates, type MeasuredText, measureTexts } from './measures.ts'
import { fiveDecimals, roundNumbers } from './rounding.ts'

/** What human text looks like to a model, measured as its own texts are: no text, only figures. */
export interface HumanText {
  readonly passages: number
  readonly tokens: number
  readonly measures: Estimates
  /** Mean surprisal of the passages' first and second halves, in nats. */
  readonly halves: { readonly first: number; readonly second: number }
  /** Probability of each token of the first passage. */
  readonly series: readonly number[]
}

/** Scored continuation of a document's first tokens. */
interface ChainTrace {
  readonly tokens: readonly number[]
  readonly logprobs: readonly number[]
  readonly entropies: readonly number[]
}

/** Characters a token has at most on average; what is encoded of a document is cut to it. */
const CHARACTERS_A_TOKEN = 8
const SERIES_LENGTH = 100

/** Documents of a corpus file: each is followed by a line with `<|endoftext|>`. */
export function splitDocuments(text: string): string[] {
  return text
    .split('<|endoftext|>')
    .map((document) => document.trim())
    .filter((document) => document !== '')
}

/** As many as are wanted, evenly over the whole list: neighbours are chapters of one book. */
export const spread = <Item>(items: readonly Item[], count: number): Item[] =>
  items.filter((_, index) => {
    const share = Math.min(1, count / items.length)
    return Math.floor((index + 1) * share + 1e-9) > Math.floor(index * share + 1e-9)
  })

/**
 * The first `tokens` tokens of documents that have so many, `count` of them from all over the list.
 * @throws UserError `human-text-short` with fewer than two documents long enough
 */
export function firstWindows(
  model: LanguageModel,
  documents: readonly string[],
  tokens: number,
  count: number,
): number[][] {
  const long = documents
    .map((document) => firstTokens(model, document, tokens))
    .filter((found) => found !== undefined)
  if (long.length < 2) throw tooShort(tokens, long.length)
  return spread(long, count)
}

/** The first tokens of a document; undefined where it has fewer. */
function firstTokens(model: LanguageModel, document: string, count: number): number[] | undefined {
  const tokens = encodeDocument(model, document.slice(0, count * CHARACTERS_A_TOKEN)).slice(0, count)
  return tokens.length < count ? undefined : tokens
}

/**
 * Scores the beginnings of human documents as openings are continued: the first tokens are context, the next
 * ones are the continuation. One passage a document, as many as there are openings.
 * @throws UserError `human-text-short` with fewer than two documents long enough
 */
export async function measureHuman(
  model: LanguageModel,
  documents: readonly string[],
  setting: Setting,
  computeOnce: ComputeOnce,
  chance: RandomStream,
): Promise<HumanText> {
  const { contextTokens, maxTokens } = setting
  const texts = firstWindows(model, documents, contextTokens + maxTokens, setting.prompts)
  const passages: ChainTrace[] = []
  for (const tokens of texts) {
    const key = `human ${shortHash(tokens)} ${contextTokens}`
    passages.push(await computeOnce(key, () => scorePassage(model, tokens, contextTokens)))
  }
  return roundNumbers({
    passages: passages.length,
    tokens: passages.length * maxTokens,
    measures: measureTexts(passages.map(measured), setting.fewerPrompts, chance),
    halves: halvesOf(passages.map(({ logprobs }) => logprobs)),
    series: passages[0]!.logprobs.slice(0, SERIES_LENGTH).map(Math.exp),
  })
}

const tooShort = (tokens: number, found: number): UserError =>
  new UserError(
    'human-text-short',
    `Expected at least two documents of ${tokens} tokens in the human text, got ${found}; documents ` +
      'are separated by <|endoftext|>.',
  )

const measured = (record: ChainTrace, index: number): MeasuredText => ({
  record,
  prompt: String(index),
  seed: 0,
})

async function scorePassage(
  model: LanguageModel,
  tokens: readonly number[],
  context: number,
): Promise<ChainTrace> {
  const passage = { tokens: tokens.slice(context), logprobs: [] as number[], entropies: [] as number[] }
  let position = 1
  for await (const { logits } of model.evaluate(tokens.slice(0, -1))) {
    if (position >= context) {
      const distribution = Distribution.fromLogits(logits)
      passage.logprobs.push(fiveDecimals(distribution.logProbabilityOf(tokens[position]!)))
      passage.entropies.push(fiveDecimals(distribution.entropy()))
    }
    position++
  }
  return passage
}

/** Mean surprisal of the first and the second half of texts, pooled, in nats. */
export function halvesOf(texts: readonly (readonly number[])[]): { first: number; second: number } {
  const pooled = (part: (logprobs: readonly number[]) => readonly number[]) => {
    const all = texts.flatMap(part)
    return all.reduce((sum, logprob) => sum - logprob, 0) / all.length
  }
  return {
    first: pooled((logprobs) => logprobs.slice(0, logprobs.length / 2)),
    second: pooled((logprobs) => logprobs.slice(logprobs.length / 2)),
  }
}
