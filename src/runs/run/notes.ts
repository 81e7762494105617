import type { LanguageModel } from '../../decoding/model.ts'
import type { RunRequest } from '../request/request.ts'

/** What a person should know about a request that runs all the same. */
export interface Note {
  readonly code: 'space-at-end'
  readonly message: string
}

/** Tokens that may begin a word with the space before it. */
const SPACE = 0x20

/**
 * What helps where a model made for conversations ends at once, as it does behind a question that is
 * alone.
 */
export function hintOnEmpty(model: LanguageModel, request: RunRequest): string | undefined {
  if (!model.renderChat || request.chat || request.messages || request.promptTokens) return undefined
  return (
    `${model.info.id} is made for conversations and ended the text at once. Ask it as one (chat): its ` +
    'template is then written around the prompt.'
  )
}

/** @param model the run's own */
export function notesOn(model: LanguageModel, request: RunRequest): Note[] {
  if (request.promptTokens || request.messages || request.chat || request.heal || request.insert) return []
  if (request.prefix.length > 0 || !/[^\s] +$/.test(request.prompt.slice(-100))) return []
  if (!writesSpaceFirst(model)) return []
  return [
    {
      code: 'space-at-end',
      message:
        'The prompt ends in a space, and this model writes a space as the beginning of the next ' +
        'word: what can follow is a word without one. Drop the space, or ask for token healing ' +
        '(heal).',
    },
  ]
}

/** Whether the vocabulary has words that begin with a space. */
function writesSpaceFirst({ info, bytesOf }: LanguageModel): boolean {
  for (let id = 0; id < info.vocabularySize; id++) {
    const bytes = bytesOf(id)
    if (bytes.length > 1 && bytes[0] === SPACE && bytes[1] !== SPACE) return true
  }
  return false
}
