import type { ModelInfo } from '../../decoding/model.ts'
import { UserError } from '../../errors.ts'
import { count } from '../../words.ts'

/**
 * Tokens of a request have to be in the model's vocabulary.
 * @param field that names them
 * @param start of the sentence
 * @throws UserError `bad-request`
 */
export function checkKnown(
  { id, vocabularySize }: Pick<ModelInfo, 'id' | 'vocabularySize'>,
  field: string,
  tokens: readonly number[],
  start = `${field} names`,
): void {
  const stray = tokens.find((token) => token >= vocabularySize)
  if (stray === undefined) return
  throw new UserError(
    'bad-request',
    `${start} token ${stray}, and ${id} has ${count(vocabularySize)}; use its own.`,
    field,
  )
}
