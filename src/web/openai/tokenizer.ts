import { Router } from 'express'
import { z } from 'zod'
import { flag, text } from '../../runs/request/fields.ts'
import { LIMITS } from '../../runs/request/limits.ts'
import type { TokenWords } from '../../runs/run/events.ts'
import type { Dependencies } from '../http/dependencies.ts'
import { abortOnClose, clientOf, requireJson } from '../http/exchange.ts'
import { bytesIn, bytesName } from './byte-names.ts'
import { readBody, refuse, tokenIds } from './fields.ts'
import { readyModel } from './ready-model.ts'

export const tokenizeSchema = z.strictObject({
  model: text('model').optional(),
  prompt: text('prompt').optional(),
  content: text('content')
    .optional()
    .describe('llama.cpp’s name for prompt; puts no first token before it unless add_special is true.'),
  messages: z
    .array(z.strictObject({ role: text('role'), content: text('content') }))
    .max(1000)
    .optional()
    .describe('A conversation, in the model’s own template.'),
  add_special_tokens: flag('add_special_tokens').optional().describe('True where it is absent.'),
  add_special: flag('add_special').optional(),
  parse_special: flag('parse_special').optional(),
  return_token_strs: flag('return_token_strs').optional(),
  with_pieces: flag('with_pieces').optional(),
  add_generation_prompt: z
    .literal(true, 'add_generation_prompt is not offered: a template is written with it')
    .optional(),
})

export const detokenizeSchema = z.strictObject({
  model: text('model').optional(),
  tokens: tokenIds('tokens', LIMITS.scoreTokens),
})

/** `/tokenize`, `/detokenize` and `/tokenizer_info`, as vLLM and llama.cpp have them. */
export function tokenizerRoutes({ library, engine }: Pick<Dependencies, 'library' | 'engine'>): Router {
  const router = Router()
  router.post('/tokenize', requireJson, async (request, response) => {
    const options = readBody(tokenizeSchema, request.body, 'a JSON object with a prompt')
    const { prompt, content, messages } = options
    if ([prompt, content, messages].filter((one) => one !== undefined).length !== 1) {
      throw refuse('prompt', 'Expected one of prompt, content and messages')
    }
    const bare = content === undefined ? options.add_special_tokens === false : options.add_special !== true
    const input = {
      model: readyModel(library, options.model).id,
      ...(messages ? { messages } : { text: prompt ?? content }),
      bare: bare && !messages,
      literal: options.parse_special === false,
    }
    const { tokens, contextLength } = await engine.ask('tokens', input, askedBy(response))
    const ids = tokens.map(({ token }) => token)
    response.json({
      count: ids.length,
      max_model_len: contextLength,
      tokens: options.with_pieces ? tokens.map((one) => ({ id: one.token, piece: pieceOf(one) })) : ids,
      token_strs: options.return_token_strs
        ? tokens.map((one) => (one.bytes === undefined ? wordsOf(one) : bytesName(one.bytes)))
        : null,
    })
  })
  router.post('/detokenize', requireJson, async (request, response) => {
    const { model, tokens } = readBody(detokenizeSchema, request.body, 'a JSON object with tokens')
    const input = { model: readyModel(library, model).id, tokens }
    const { text: content, bytes } = await engine.ask('tokens', input, askedBy(response))
    response.json({ prompt: content, content, ...(bytes !== undefined && { bytes }) })
  })
  router.get('/tokenizer_info', async (_, response) => {
    const input = { model: readyModel(library).id }
    const { beginOfText, endOfText, contextLength } = await engine.ask('tokens', input, askedBy(response))
    response.json({ bos_token: beginOfText, eos_token: endOfText, model_max_length: contextLength })
  })
  return router
}

const wordsOf = ({ text: piece, name }: TokenWords): string => name ?? piece

/** As llama.cpp has it: what is no text of its own is a list of its bytes. */
const pieceOf = (token: TokenWords): string | number[] =>
  token.bytes === undefined ? wordsOf(token) : bytesIn(token.bytes)

const askedBy = (response: Parameters<typeof abortOnClose>[0]) => ({
  signal: abortOnClose(response),
  client: clientOf(response),
})
