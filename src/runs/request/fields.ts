import { z } from 'zod'
import { count, wholeNumberRule } from '../../words.ts'
import { LIMITS } from './limits.ts'

/** What the schemas of requests are made of: fields that name themselves when they refuse a value. */

/**
 * A text of whole characters: half of one, a lone surrogate such as "\ud800", has no bytes that a model could
 * read.
 * @param most characters
 */
export const text = (name: string, most: number = LIMITS.prompt) =>
  z
    .string(`${name} must be text`)
    .max(most, `${name} may be at most ${count(most)} characters long`)
    .refine(
      (value) => value.isWellFormed(),
      `${name} must be whole characters and holds half of one (a lone surrogate); send all of it`,
    )

/** Token ids; the model checks whether it has them. */
export const tokenList = (name: string) =>
  z
    .array(whole(`a token of ${name}`, 0, Number.MAX_SAFE_INTEGER), `${name} must be a list of token ids`)
    .max(LIMITS.scoreTokens, `${name} may be ${count(LIMITS.scoreTokens)} tokens`)

/** Id of a model. */
export const modelId = (name: string) =>
  z
    .string(`${name} must be the id of a model`)
    .max(LIMITS.id, `model may be at most ${LIMITS.id} characters long`)

export function whole(name: string, min: number, max: number) {
  const expected = wholeNumberRule(name, min, max)
  return z.int(expected).min(min, expected).max(max, expected)
}

export const flag = (name: string) => z.boolean(`${name} must be true or false`)

export const SEED_HELP = 'The same seed gives the same result. If omitted, one is drawn and returned.'

export const MODEL_HELP = 'Id of the model; the default model if omitted.'

export const seedSchema = whole('seed', 0, Number.MAX_SAFE_INTEGER)
