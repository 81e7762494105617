import type { LanguageModel } from '../../decoding/model.ts'
import { withPrefixCache } from '../../decoding/prefix-cache.ts'
import { documentLead } from '../request/prompt.ts'

/** What the model says before a token of the text. */
interface WindowRow {
  /**
   * Logits from which the token at `index` of the text would be chosen; valid until the next row is asked
   * for.
   */
  readonly logits: Float32Array
  readonly index: number
}

/**
 * The model's rows for every token of a text, in order. The text stands behind what begins a text, or an
 * end-of-text token, so that its first token has a context too (a model that names neither: its second token
 * is the first one read). A text longer than the context is read in windows of the whole context, each of
 * which begins with the model's first token where it has one and starts half a context after the one before:
 * of every later window only the second half counts, so that each token is judged with about half a context
 * before it.
 */
export async function* readWindows(
  model: Pick<LanguageModel, 'info' | 'evaluate'>,
  tokens: readonly number[],
): AsyncGenerator<WindowRow> {
  const { contextLength } = model.info
  const { beginOfText } = model.info
  const lead = documentLead(model.info)
  const isLed = lead.length > 0 && lead.every((token, index) => tokens[index] === token)
  const whole = isLed && beginOfText.length > 0 ? tokens : [...lead, ...tokens]
  const before = whole.length - tokens.length
  const size = contextLength - beginOfText.length
  const stride = Math.ceil(size / 2)
  // Row i of `whole` says what comes at position i + 1.
  let next = 1
  for (let start = 0; next < whole.length; start += stride) {
    const begin = start === 0 ? [] : beginOfText
    const end = start + contextLength - begin.length
    const window = [...begin, ...whole.slice(start, Math.min(end, whole.length - 1))]
    let position = start + 1 - begin.length
    for await (const { logits } of model.evaluate(window)) {
      if (position === next) {
        yield { logits, index: position - before }
        next++
      }
      position++
    }
  }
}

/**
 * The model's rows for every token of a text that continues a prompt, token by token as a run reads its own
 * text: what was read stays remembered.
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
