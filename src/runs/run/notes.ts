import type { LanguageModel } from '../../decoding/model.ts'
import type { RunRequest } from '../request/request.ts'

/** What a person should know about a request that runs all the same. */
export interface Note {
  readonly code: 'space-at-end'
  readonly message: string
}

/** Tokens that may begin a word with the space before it. */
const SPACE = 0x20

/** @param model the run's own */
export function notesOn(model: LanguageModel, request: RunRequest): Note[] {
  if (request.promptTokens || request.messages || request.heal || request.insert) return []
  if (request.prefix.length > 0 || !/[^\s] +$/.test(request.prompt.slice(-100))) return []
  if (!writesSpaceFirst(model)) return []
  return [
    {
      code: 'space-at-end',
      message:
        'The prompt ends in a space, and this model writes a space as the beginning of the next word: what can follow is a word without one. Drop the space, or ask for token healing (heal).',
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
