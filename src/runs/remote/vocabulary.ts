import { z } from 'zod'
import type { LanguageModel, ModelInfo } from '../../decoding/model.ts'
import { MODEL_HELP, modelId } from '../request/fields.ts'
import { parseWith } from '../request/parse.ts'

export const vocabularySchema = z.strictObject({
  model: modelId('model').optional().describe(MODEL_HELP),
})

/** What a decoder elsewhere has to know of a model; its hidden states stay where it is. */
export interface Vocabulary {
  readonly model: string
  readonly contextLength: number
  readonly beginOfText: readonly number[]
  readonly endOfText: readonly number[]
  /**
   * The bytes of each token by its id, each as the character of its number (Latin-1); special ones have none.
   */
  readonly tokens: readonly string[]
  /** What tokens are called that do not go by their bytes, by id. */
  readonly names: Readonly<Record<string, string>>
}

/** @throws UserError `bad-request` */
export const parseVocabularyRequest = (input: unknown): z.output<typeof vocabularySchema> =>
  parseWith(vocabularySchema, input, 'a JSON object')

export function vocabularyOf({ info, bytesOf, nameOf }: LanguageModel): Vocabulary {
  const { id, vocabularySize, contextLength, beginOfText, endOfText } = info
  const ids = Array.from({ length: vocabularySize }, (_, token) => token)
  const names = ids.map((token) => [token, nameOf(token)] as const)
  return {
    model: id,
    contextLength,
    beginOfText,
    endOfText,
    tokens: ids.map((token) => String.fromCharCode(...bytesOf(token))),
    names: Object.fromEntries(names.filter(([token, name]) => name !== nameIn(bytesOf(token)))),
  }
}

/** The same as a model has it. */
export function wordsIn({
  model,
  contextLength,
  beginOfText,
  endOfText,
  tokens,
  names,
}: Vocabulary): Pick<LanguageModel, 'bytesOf' | 'nameOf'> & { readonly info: ModelInfo } {
  const bytes = tokens.map((one) => Uint8Array.from(one, (character) => character.charCodeAt(0)))
  const bytesOf = (token: number) => bytes[token] ?? new Uint8Array()
  return {
    info: {
      id: model,
      vocabularySize: tokens.length,
      contextLength,
      beginOfText,
      endOfText,
      hasHiddenStates: false,
    },
    bytesOf,
    nameOf: (token) => names[token] ?? nameIn(bytesOf(token)),
  }
}

const utf8 = new TextDecoder()

const nameIn = (bytes: Uint8Array): string => utf8.decode(bytes)
