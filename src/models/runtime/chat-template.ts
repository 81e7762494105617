import type { PreTrainedTokenizer } from '@xenova/transformers'
import type { ChatMessage, LanguageModel } from '../../decoding/model.ts'
import { messageOf, UserError } from '../../errors.ts'

/**
 * A model's own way to write a conversation, from its tokenizer's template; undefined for a model without
 * one.
 * @param id the model's, for messages
 */
export function chatRenderer(
  id: string,
  tokenizer: PreTrainedTokenizer,
): LanguageModel['renderChat'] | undefined {
  if (!tokenizer.chat_template) return undefined
  return (messages: readonly ChatMessage[]) => {
    try {
      return tokenizer.apply_chat_template([...messages], { tokenize: false, add_generation_prompt: true })
    } catch (error) {
      // Templates refuse roles and orders they do not know, in words of their own.
      const reason = messageOf(error).split('\n')[0]
      throw new UserError('bad-request', `The chat template of ${id} cannot write these messages: ${reason}.`)
    }
  }
}
