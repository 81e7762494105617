import { z } from 'zod'
import type { LanguageModel } from '../../decoding/model.ts'
import { count } from '../../words.ts'
import { flag, modelId, text, whole } from '../request/fields.ts'
import { checkKnown } from '../request/known-tokens.ts'
import { LIMITS } from '../request/limits.ts'
import { parseWith } from '../request/parse.ts'
import { encodeRequest } from '../request/prompt.ts'
import type { TokenWords } from '../run/events.ts'
import { describeToken, inHexadecimal } from '../run/record.ts'
import { createTextStream } from '../run/text.ts'

const tokensSchema = z.strictObject({
  model: modelId('model').optional(),
  text: text('text').optional(),
  messages: z
    .array(z.strictObject({ role: text('role', LIMITS.id), content: text('content') }))
    .max(1000)
    .optional(),
  tokens: z
    .array(whole('a token', 0, Number.MAX_SAFE_INTEGER))
    .max(LIMITS.scoreTokens, `tokens may be ${count(LIMITS.scoreTokens)}`)
    .optional(),
  bare: flag('bare').default(false),
  literal: flag('literal').default(false),
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
  /** What all tokens spell, special ones by their names; U+FFFD where their bytes are no text. */
  readonly text: string
  /** The same bytes in hexadecimal, where they are no text: a character is begun or broken off. */
  readonly bytes?: string
  readonly tokens: readonly ({ readonly token: number } & TokenWords)[]
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
    ...spelling(model, tokens),
    tokens: tokens.map((token, index) => describeToken(model, token, stream.pieces[index]!)),
    beginOfText: nameOf(beginOfText[0]),
    endOfText: nameOf(endOfText[0]),
    hasChatTemplate: model.renderChat !== undefined,
  }
}

const utf8 = { read: new TextDecoder('utf-8', { ignoreBOM: true }), write: new TextEncoder() }

/** What tokens spell together. */
function spelling(model: LanguageModel, tokens: readonly number[]): Pick<TokensResult, 'text' | 'bytes'> {
  const bytes = tokens.flatMap((token) => {
    const own = model.bytesOf(token)
    return [...(own.length > 0 ? own : utf8.write.encode(model.nameOf(token)))]
  })
  const text = utf8.read.decode(Uint8Array.from(bytes))
  const isText = utf8.write.encode(text).every((byte, index) => byte === bytes[index])
  return { text, ...(!isText && { bytes: inHexadecimal(bytes) }) }
}

function tokensOf(model: LanguageModel, request: TokensRequest): readonly number[] {
  const { text, messages, tokens, bare, literal } = request
  if (messages) return encodeRequest(model, { prompt: '', messages, bare, literal }).tokens
  if (text === '') return bare ? [] : model.info.beginOfText
  if (text !== undefined) return encodeRequest(model, { prompt: text, bare, literal }).tokens
  checkKnown(model.info, 'tokens', tokens ?? [])
  return tokens ?? []
}
