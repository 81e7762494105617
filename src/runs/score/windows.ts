import type { LanguageModel, ModelInfo } from '../../decoding/model.ts'
import { withPrefixCache } from '../../decoding/prefix-cache.ts'
import { UserError } from '../../errors.ts'
import { count } from '../../words.ts'
import { documentLead } from '../request/prompt.ts'
import type { ScoreRequest } from './request.ts'

/** How a text was read: what a figure of it depends on besides the model. Lengths in tokens. */
export interface WindowFacts {
  /** Tokens of a window, with what begins it. */
  readonly context: number
  /** How far a window starts behind the one before: the tokens that count of every window but the first. */
  readonly stride: number
  readonly windows: number
  /** Tokens that went through the model. */
  readonly tokensRead: number
  /** Whether every token had a forward of its own, as a run reads what it writes; else pieces of many. */
  readonly exact: boolean
}

/** The model's logits before a token of the text. */
interface WindowRow {
  /**
   * Logits from which the token at `index` of the text would be chosen; valid until the next row is asked
   * for.
   */
  readonly logits: Float32Array
  readonly index: number
}

/** A text cut into windows. */
export interface Windows {
  readonly reading: WindowFacts
  /** What begins the text, then the text. */
  readonly whole: readonly number[]
  /** Tokens of `whole` before the text. */
  readonly before: number
}

type Wanted = Pick<ScoreRequest, 'context' | 'stride' | 'exact'>

/**
 * Cuts a text into windows. It follows what begins a text, or an end-of-text token, so that its first
 * token has a context too (a model that names neither: its second token is the first one read). A text longer
 * than a window is read in windows that begin with the model's first token where it has one, each `stride`
 * after the one before. Of every later window only the last `stride` tokens count, so that each token is
 * judged with at least `context` - `stride` tokens before it.
 * @param wanted a context of the model's own length and a stride of half of it, unless given
 * @throws UserError `bad-request` for a context or a stride that the model has no room for
 */
export function planWindows(info: ModelInfo, tokens: readonly number[], wanted: Wanted): Windows {
  const { beginOfText } = info
  const context = checked('context', wanted.context ?? info.contextLength, {
    least: beginOfText.length + 2,
    most: info.contextLength,
    why: `${info.id} reads ${count(info.contextLength)} at once`,
  })
  const size = context - beginOfText.length
  const stride = checked('stride', wanted.stride ?? Math.ceil(size / 2), {
    least: 1,
    most: size,
    why: 'a longer one would leave tokens out',
  })
  const lead = documentLead(info)
  const isLed = lead.length > 0 && lead.every((token, index) => tokens[index] === token)
  const whole = isLed && beginOfText.length > 0 ? tokens : [...lead, ...tokens]
  const read = Math.max(0, whole.length - 1)
  const first = Math.min(context, read)
  const windows = read === 0 ? 0 : read <= context ? 1 : 1 + Math.ceil((read - size) / stride)
  // Every later window is whole but the last one, which ends with the text.
  const last = windows > 1 ? read - (windows - 1) * stride + beginOfText.length : 0
  const tokensRead = first + Math.max(0, windows - 2) * context + last
  return {
    reading: { context, stride, windows, tokensRead, exact: wanted.exact },
    whole,
    before: whole.length - tokens.length,
  }
}

function checked(
  name: string,
  value: number,
  { least, most, why }: { readonly least: number; readonly most: number; readonly why: string },
): number {
  if (value >= least && value <= most) return value
  throw new UserError(
    'bad-request',
    `${name} may be ${count(least)} to ${count(most)} tokens, got ${value}; ${why}.`,
    name,
  )
}

/** The model's rows for every token of a text, in order, window by window. */
export async function* readWindows(
  model: Pick<LanguageModel, 'info' | 'evaluate' | 'prefill'>,
  { whole, before, reading: { context, stride, windows, exact } }: Windows,
): AsyncGenerator<WindowRow> {
  const { beginOfText } = model.info
  // Row i of `whole` predicts position i + 1.
  let next = Math.max(1, before)
  for (let window = 0; window < windows; window++) {
    const start = window * stride
    const begin = start === 0 ? [] : beginOfText
    const end = start + context - begin.length
    const tokens = [...begin, ...whole.slice(start, Math.min(end, whole.length - 1))]
    const led = start === 0 ? Math.max(1, before) : Math.max(1, begin.length)
    let position = start + 1 - begin.length
    for await (const { logits, count } of exact
      ? readOneByOne(model, tokens, led)
      : readPieces(model, tokens)) {
      position += count - 1
      if (position === next) {
        yield { logits, index: position - before }
        next++
      }
      position++
    }
  }
}

/** Logits after some more tokens of a window. */
interface Row {
  readonly logits: Float32Array
  readonly count: number
}

async function* readPieces(
  model: Pick<LanguageModel, 'evaluate'>,
  tokens: readonly number[],
): AsyncGenerator<Row> {
  for await (const { logits } of model.evaluate(tokens)) yield { logits, count: 1 }
}

/** @param led how many of the tokens begin the window, and are read together as a prompt is */
async function* readOneByOne(
  model: Pick<LanguageModel, 'prefill'>,
  tokens: readonly number[],
  led: number,
): AsyncGenerator<Row> {
  let batch = await model.prefill(tokens.slice(0, led))
  try {
    yield { logits: batch.rows[0]!.logits, count: Math.min(led, tokens.length) }
    for (const token of tokens.slice(led)) {
      batch = await batch.extend([{ parent: 0, token }])
      yield { logits: batch.rows[0]!.logits, count: 1 }
    }
  } finally {
    batch.dispose()
  }
}

/** A continuation is read as the run that wrote it: its prompt, then token by token. */
export const continuationReading = (
  { contextLength }: ModelInfo,
  prompt: readonly number[],
  tokens: readonly number[],
): WindowFacts => ({
  context: contextLength,
  stride: contextLength,
  windows: 1,
  tokensRead: prompt.length + Math.max(0, tokens.length - 1),
  exact: true,
})

/**
 * The model's rows for every token of a text that continues a prompt, token by token as a run reads its own
 * text: what was read stays in the cache.
 * @param prompt token ids, at least one; prompt and text fit the context
 */
export async function* readContinuation(
  model: LanguageModel,
  prompt: readonly number[],
  tokens: readonly number[],
): AsyncGenerator<WindowRow> {
  let batch = await withPrefixCache(model).prefill(prompt)
  try {
    for (const [index, token] of tokens.entries()) {
      yield { logits: batch.rows[0]!.logits, index }
      if (index + 1 < tokens.length) batch = await batch.extend([{ parent: 0, token }])
    }
  } finally {
    batch.dispose()
  }
}
