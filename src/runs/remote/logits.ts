import { z } from 'zod'
import type { LanguageModel } from '../../decoding/model.ts'
import { readCached } from '../../decoding/prefix-cache.ts'
import { UserError } from '../../errors.ts'
import { count } from '../../words.ts'
import { MODEL_HELP, modelId, tokenList } from '../request/fields.ts'
import { checkKnown } from '../request/known-tokens.ts'
import { LIMITS } from '../request/limits.ts'
import { parseWith } from '../request/parse.ts'

export const logitsSchema = z.strictObject({
  model: modelId('model').optional().describe(MODEL_HELP),
  texts: z
    .array(
      z.strictObject({
        prompt: tokenList('prompt').min(1, 'prompt must have a token').describe('Read in one forward.'),
        rest: tokenList('rest')
          .default([])
          .describe('What follows it, read token by token: the two round differently.'),
      }),
      'texts must be a list of texts in tokens',
    )
    .min(1, 'texts must hold a text')
    .max(LIMITS.rows, `texts may be ${LIMITS.rows}`)
    .describe('Texts in tokens, each in two parts.'),
})

type LogitsRequest = z.output<typeof logitsSchema>

/** @throws UserError `bad-request` */
export const parseLogitsRequest = (input: unknown): LogitsRequest =>
  parseWith(logitsSchema, input, 'a JSON object with texts')

/**
 * A model's logits after some texts, to the bit those of a run there: for a decoder that is elsewhere.
 * @returns next-token logits by token id, a row a text
 * @throws UserError `bad-request`, `prompt-too-long`, `too-much-work`
 */
export async function readLogits(
  model: LanguageModel,
  { texts }: LogitsRequest,
): Promise<readonly Float32Array[]> {
  const { id, vocabularySize, contextLength } = model.info
  checkKnown(
    model.info,
    'texts',
    texts.flatMap(({ prompt, rest }) => [...prompt, ...rest]),
    'texts name',
  )
  const longest = Math.max(...texts.map(({ prompt, rest }) => prompt.length + rest.length))
  if (longest > contextLength) {
    throw new UserError(
      'prompt-too-long',
      `A text is ${count(longest)} tokens long, and ${id} reads ${count(contextLength)}; shorten it.`,
      'texts',
    )
  }
  const bytes = texts.length * vocabularySize * Float32Array.BYTES_PER_ELEMENT
  if (bytes > LIMITS.numberBytes) {
    throw new UserError(
      'too-much-work',
      `${count(texts.length)} rows of ${count(vocabularySize)} logits are ` +
        `${count(Math.ceil(bytes / 2 ** 20))} MiB, and a reply may hold ` +
        `${count(LIMITS.numberBytes / 2 ** 20)}; ask for fewer texts.`,
      'texts',
    )
  }
  return readCached(model, texts)
}
