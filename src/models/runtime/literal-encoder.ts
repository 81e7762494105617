import type { PreTrainedTokenizer } from '@xenova/transformers'
import { oncePerTokenizer } from './tokenizer.ts'

interface TokenizerParts {
  readonly _tokenizerJSON: { readonly added_tokens?: readonly { readonly special?: boolean }[] }
  readonly config: object
}

/**
 * Encodes text in which the name of a special token is text like any other: by the same tokenizer without its
 * special tokens, made when it is first asked for.
 */
export const literalEncoder = oncePerTokenizer((tokenizer): ((text: string) => number[]) => {
  let plain: PreTrainedTokenizer | undefined
  return (text) => {
    plain ??= withoutSpecialTokens(tokenizer)
    return plain.encode(text, { add_special_tokens: false })
  }
})

function withoutSpecialTokens(tokenizer: PreTrainedTokenizer): PreTrainedTokenizer {
  const { _tokenizerJSON: json, config } = tokenizer as unknown as TokenizerParts
  const added = (json.added_tokens ?? []).filter(({ special }) => !special)
  const Class = tokenizer.constructor as new (json: object, config: object) => PreTrainedTokenizer
  return new Class({ ...json, added_tokens: added }, config)
}
