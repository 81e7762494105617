import { Router } from 'express'
import { z } from 'zod'
import { flag, MODEL_HELP, text } from '../../runs/request/fields.ts'
import { LIMITS } from '../../runs/request/limits.ts'
import type { TokenWords } from '../../runs/run/events.ts'
import type { Dependencies } from '../http/dependencies.ts'
import { abortOnClose, clientOf, requireJson } from '../http/exchange.ts'
import { bytesIn, bytesName } from './byte-names.ts'
import { readBody, refuse, tokenIds } from './fields.ts'
import { readyModel } from './ready-model.ts'

export const tokenizeSchema = z.strictObject({
  model: text('model').optional().describe(MODEL_HELP),
  prompt: text('prompt').optional().describe('The text. Send one of prompt, content and messages.'),
  content: text('content')
    .optional()
    .describe(
      'The text, under llama.cpp’s name for prompt; the model’s first token is added only if ' +
        'add_special is true.',
    ),
  messages: z
    .array(z.strictObject({ role: text('role'), content: text('content') }))
    .max(1000)
    .optional()
    .describe('A conversation, written in the model’s own template.'),
  add_special_tokens: flag('add_special_tokens')
    .optional()
    .describe('Whether the model’s first token is put before prompt. Default: true.'),
  add_special: flag('add_special')
    .optional()
    .describe('Whether the model’s first token is put before content. Default: false.'),
  parse_special: flag('parse_special')
    .optional()
    .describe('Whether text that spells a special token is read as that token. Default: true.'),
  return_token_strs: flag('return_token_strs')
    .optional()
    .describe('Whether the tokens’ texts are listed too.'),
  with_pieces: flag('with_pieces')
    .optional()
    .describe('Whether each token comes with its text, or with its bytes where it is no text.'),
  add_generation_prompt: z
    .literal(true, 'add_generation_prompt is not offered: a template is written with it')
    .optional()
    .describe('Only true: the template always ends where the answer begins.'),
})

export const detokenizeSchema = z.strictObject({
  model: text('model').optional().describe(MODEL_HELP),
  tokens: tokenIds('tokens', LIMITS.scoreTokens).describe('Token ids.'),
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
