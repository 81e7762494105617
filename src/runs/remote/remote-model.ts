import type { LanguageModel } from '../../decoding/model.ts'
import { withPrefixCache } from '../../decoding/prefix-cache.ts'
import { openTexts, type ReadTexts } from '../../decoding/text-batch.ts'
import { type Vocabulary, wordsIn } from './vocabulary.ts'

/**
 * A model that is elsewhere: whoever holds it makes the forwards, this side decodes. It reads tokens only;
 * what was read last is cached, so that looking at a text again asks for nothing.
 */
export function remoteModel(vocabulary: Vocabulary, read: ReadTexts): LanguageModel {
  const never = (): never => {
    throw new Error('a model that is elsewhere reads tokens, and nothing else')
  }
  const prefillMany: LanguageModel['prefillMany'] = (prompts) =>
    openTexts(
      prompts.map((prompt) => ({ prompt, rest: [] })),
      read,
    )
  return withPrefixCache({
    ...wordsIn(vocabulary),
    encode: never,
    slotFacts: {
      isRagged: true,
      isIndependent: true,
      pieceLength: vocabulary.contextLength,
      bytesPerToken: 0,
      bytesPerRow: 0,
    },
    openSlots: never,
    prefill: (tokens) => prefillMany([tokens]),
    prefillMany,
    evaluate: never,
  })
}
