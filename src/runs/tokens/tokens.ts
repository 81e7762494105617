import { z } from 'zod'
import type { LanguageModel } from '../../decoding/model.ts'
import { UserError } from '../../errors.ts'
import { LIMITS } from '../request/limits.ts'
import { encodeRequest } from '../request/prompt.ts'
import { parseWith } from '../request/request.ts'
import { describeToken } from '../run/record.ts'
import { createTextStream } from '../run/text.ts'

const tokensSchema = z.strictObject({
  model: z
    .string('model must be the id of a model')
    .max(LIMITS.id, `model may be ${LIMITS.id} characters long`)
    .optional(),
  text: z
    .string('text must be text')
    .max(LIMITS.prompt, `text may be ${LIMITS.prompt} characters long`)
    .optional(),
  messages: z
    .array(z.strictObject({ role: z.string().max(LIMITS.id), content: z.string().max(LIMITS.prompt) }))
    .max(1000)
    .optional(),
  tokens: z.array(z.int().min(0)).max(LIMITS.scoreTokens, `tokens may be ${LIMITS.scoreTokens}`).optional(),
  bare: z.boolean().default(false),
  literal: z.boolean().default(false),
})

/** What to put into a model's tokens, or out of them; none of the three asks about the tokenizer alone. */
export type TokensRequest = z.output<typeof tokensSchema>

/** @throws UserError `bad-request` */
export const parseTokensRequest = (input: unknown): TokensRequest =>
  parseWith(tokensSchema, input, 'a JSON object with a text, messages or tokens')

/** A text and its tokens, and what the tokenizer has for special tokens. */
export interface TokensResult {
  readonly model: string
  readonly contextLength: number
  readonly text: string
  readonly tokens: readonly { readonly token: number; readonly text: string; readonly name?: string }[]
  /** Name of the token that begins a text, of the one that ends it; null for none. */
  readonly beginOfText: string | null
  readonly endOfText: string | null
  readonly hasChatTemplate: boolean
}

/** @throws UserError `bad-request` for tokens the model does not have, `no-chat-template` */
export function readTokens(model: LanguageModel, request: TokensRequest): TokensResult {
  const tokens = tokensOf(model, request)
  const stream = createTextStream(model)
  stream.update(tokens)
  const { contextLength, beginOfText, endOfText } = model.info
  const nameOf = (token: number | undefined) => (token === undefined ? null : model.nameOf(token))
  return {
    model: model.info.id,
    contextLength,
    text: stream.text,
    tokens: tokens.map((token, index) => describeToken(model, token, stream.pieces[index]!)),
    beginOfText: nameOf(beginOfText[0]),
    endOfText: nameOf(endOfText[0]),
    hasChatTemplate: model.renderChat !== undefined,
  }
}

function tokensOf(model: LanguageModel, request: TokensRequest): readonly number[] {
  const { text, messages, tokens, bare, literal } = request
  if (messages) return encodeRequest(model, { prompt: '', messages, bare, literal }).tokens
  if (text === '') return bare ? [] : model.info.beginOfText
  if (text !== undefined) return encodeRequest(model, { prompt: text, bare, literal }).tokens
  const stray = tokens?.find((token) => token >= model.info.vocabularySize)
  if (stray === undefined) return tokens ?? []
  const { id, vocabularySize } = model.info
  throw new UserError('bad-request', `There is no token ${stray}: ${id} has ${vocabularySize}; use its own.`)
}
