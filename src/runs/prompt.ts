import type { LanguageModel } from '../decoding/model.ts'
import { UserError } from '../errors.ts'

/**
 * Token ids of a prompt, no special token added; an empty one starts from the end-of-text token, as a new document does.
 * @throws UserError `prompt-too-long`
 */
export function encodePrompt(model: LanguageModel, prompt: string): number[] {
  const tokens = model.encode(prompt)
  const { id, contextLength, endOfText } = model.info
  if (tokens.length >= contextLength) {
    throw new UserError(
      'prompt-too-long',
      `The prompt is ${tokens.length} tokens long, and ${id} reads ${contextLength} with the continuation included; shorten the prompt.`,
    )
  }
  return tokens.length > 0 ? tokens : endOfText.slice(0, 1)
}
