import type { ModelInfo } from '../../decoding/model.ts'
import { UserError } from '../../errors.ts'
import type { Chain } from '../../strategies/chain/definition.ts'
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

/**
 * So have those in the parameters of a chain's steps.
 * @param field that holds the chain
 * @throws UserError `bad-request`
 */
export function checkTokensOf(
  info: Pick<ModelInfo, 'id' | 'vocabularySize'>,
  field: string,
  { steps }: Pick<Chain, 'steps'>,
): void {
  for (const { definition, parameters, notation } of steps)
    checkKnown(info, field, definition.tokensNamed?.(parameters) ?? [], `"${notation}" names`)
}
