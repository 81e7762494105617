import { z } from 'zod'
import { count } from '../../words.ts'
import { refuse, tokenId } from './fields.ts'

/** Tokens that may have a bias. */
const MAX_BIASES = 10_000

const TOO_MANY = `logit_bias may name ${count(MAX_BIASES)} tokens`
const EXPECTED = 'a bias must be a number from -100 to 100'
const bias = z.number(EXPECTED).min(-100, EXPECTED).max(100, EXPECTED)

/**
 * OpenAI's object, or llama.cpp's list of pairs, where `false` bans a token. Either may be empty: that is
 * what clients send for no bias.
 */
export const biasSchema = z.union(
  [
    z.record(z.string().regex(/^(0|[1-9]\d{0,9})$/, 'a key must be a token id, for example "50256"'), bias),
    z
      .array(
        z.tuple(
          [tokenId('logit_bias'), z.union([bias, z.literal(false)], `${EXPECTED}, or false`)],
          'an entry must be a token id and its bias, for example [50256, -100]',
        ),
      )
      .max(MAX_BIASES, TOO_MANY),
  ],
  'logit_bias must give token ids a number from -100 to 100, for example {"50256": -100}',
)

/**
 * Pairs of token ids and what is added to their logits.
 * @throws UserError `bad-request` for too many tokens, and for one that is named twice
 */
export function logitBiasOf(given: z.output<typeof biasSchema> = {}): (readonly [number, number])[] {
  const pairs = Array.isArray(given)
    ? given.map(([id, value]) => [id, value === false ? -Infinity : value] as const)
    : Object.entries(given).map(([id, value]) => [Number(id), value] as const)
  if (pairs.length > MAX_BIASES) throw refuse('logit_bias', `${TOO_MANY}, got ${count(pairs.length)}`)
  const seen = new Set<number>()
  for (const [id] of pairs) {
    if (seen.has(id)) throw refuse('logit_bias', `logit_bias names token ${id} twice; give it one number`)
    seen.add(id)
  }
  return pairs
}
