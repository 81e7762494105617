import type { ModelInfo } from '../../decoding/model.ts'
import { UserError } from '../../errors.ts'
import { count, plural } from '../../words.ts'

/** A model's context, in the words of every refusal. */
export const readsInAll = ({ id, contextLength }: Pick<ModelInfo, 'id' | 'contextLength'>): string =>
  `${id} reads ${count(contextLength)} in all`

/**
 * A text that is read behind its prompt has to fit the context.
 * @param prompt its length in tokens
 * @param text its length in tokens
 * @throws UserError `prompt-too-long`
 */
export function checkReadLength(info: ModelInfo, prompt: number, text: number): void {
  if (prompt + text <= info.contextLength) return
  throw new UserError(
    'prompt-too-long',
    `The text is ${plural(text, 'token')} long and its prompt ${count(prompt)}, and ${readsInAll(info)}; ` +
      `shorten the ${prompt > text ? 'prompt' : 'text'}.`,
  )
}
