import type { LanguageModel } from '../../decoding/model.ts'
import { UserError } from '../../errors.ts'
import type { RunRequest } from './request.ts'

/** Where a run starts. */
export interface Start {
  /** Token ids of the prompt, behind the tokens that begin a text; see `encodePrompt`. */
  readonly prompt: readonly number[]
  /** What already follows the prompt: the tokens of an earlier run, and text put after them. */
  readonly prefix: readonly number[]
}

/** A text from its beginning, in a model's tokens: behind what the model was trained to see before one. */
export const encodeDocument = (model: LanguageModel, text: string): number[] => [
  ...model.info.beginOfText,
  ...model.encode(text),
]

/** What stands before the first token of a document: its beginning, or else the end of the one before. */
export const documentLead = ({ beginOfText, endOfText }: LanguageModel['info']): readonly number[] =>
  beginOfText.length > 0 ? beginOfText : endOfText.slice(0, 1)

/** The prompt in a model's tokens; an empty one is what stands before a document. */
export function encodePrompt(model: LanguageModel, text: string): readonly number[] {
  const encoded = encodeDocument(model, text)
  return encoded.length > 0 ? encoded : documentLead(model.info)
}

/** @throws UserError `prompt-too-long`, or `bad-request` for a prefix token the model does not have */
export function encodeStart(
  model: LanguageModel,
  request: Pick<RunRequest, 'prompt' | 'prefix' | 'insert' | 'replay' | 'maxTokens'>,
): Start {
  const { id, contextLength, vocabularySize } = model.info
  const prompt = encodePrompt(model, request.prompt)
  const stray = request.prefix.find((token) => token >= vocabularySize)
  if (stray !== undefined) {
    throw new UserError(
      'bad-request',
      `prefix names token ${stray}, and ${id} has ${vocabularySize}; use tokens of this model.`,
    )
  }
  const prefix = [...request.prefix, ...(request.insert ? model.encode(request.insert) : [])]
  const length = prompt.length + prefix.length
  if (length >= contextLength) {
    const what = prefix.length > 0 ? 'The prompt with what follows it' : 'The prompt'
    throw new UserError(
      'prompt-too-long',
      `${what} is ${length} tokens long, and ${id} reads ${contextLength} with the continuation included; shorten the prompt.`,
    )
  }
  if (request.replay && prefix.length > request.maxTokens) {
    throw new UserError(
      'bad-request',
      `What begins each sample is ${prefix.length} tokens long and maxTokens is ${request.maxTokens}; ask for more tokens.`,
    )
  }
  return { prompt, prefix }
}
