import { z } from 'zod'
import type { ChatMessage } from '../../decoding/model.ts'
import { flag, text, whole } from '../../runs/request/fields.ts'
import { LIMITS } from '../../runs/request/limits.ts'
import { count } from '../../words.ts'
import { type CompletionRequest, requestOf } from './completion-request.ts'
import { readBody, refuse } from './fields.ts'
import { NEUTRAL_CHAT_OPTIONS, NEUTRAL_OPTIONS } from './neutral-options.ts'
import { samplingFields } from './sampling.ts'

const MAX_MESSAGES = 1000

const textPart = z.strictObject(
  { type: z.literal('text', 'type must be "text", for nothing else is read'), text: text('text') },
  'a part must be {"type": "text", "text": …}',
)

const messageSchema = z.strictObject(
  {
    role: z
      .enum(['system', 'developer', 'user', 'assistant'], 'a role is system, developer, user or assistant')
      .describe('developer is read as system.'),
    content: z
      .union([text('content'), z.array(textPart).max(1000)], 'content must be text, or a list of text parts')
      .describe('A text, or text parts, which are joined.'),
    name: text('name').nullish().describe('Taken, and not shown to the model.'),
    refusal: z.null('refusal is not offered').optional(),
  },
  'a message must be an object with role and content',
)

export const chatSchema = z.strictObject({
  messages: z
    .array(messageSchema, 'messages must be a list of messages, each with role and content')
    .min(1, 'messages must hold at least one message')
    .max(MAX_MESSAGES, `messages may be ${count(MAX_MESSAGES)}`)
    .describe('The conversation, oldest first.'),
  max_tokens: whole('max_tokens', 1, LIMITS.maxTokens)
    .optional()
    .describe('The older name of max_completion_tokens.'),
  max_completion_tokens: whole('max_completion_tokens', 1, LIMITS.maxTokens)
    .optional()
    .describe('If omitted: as many as the context has room for.'),
  logprobs: flag('logprobs').optional().describe('Whether to list each token with its log-probability.'),
  top_logprobs: whole('top_logprobs', 0, 20)
    .optional()
    .describe('How many candidates to list for each token; needs logprobs.'),
  ...samplingFields,
  ...NEUTRAL_OPTIONS,
  ...NEUTRAL_CHAT_OPTIONS,
})

/**
 * Reads a request of OpenAI's chat API, as a completion of the conversation in the model's own template.
 * @throws UserError `bad-request` with `param`
 */
export function parseChat(body: unknown): CompletionRequest {
  const options = readBody(chatSchema, body, 'a JSON object with messages')
  const { logprobs = false, top_logprobs: top, max_tokens, max_completion_tokens } = options
  if (top !== undefined && top > 0 && !logprobs) throw refuse('top_logprobs', 'top_logprobs needs logprobs')
  if (options.logprobs_mode === 'both' || options.logprob_token_ids || options.distribution) {
    const name =
      (['logprob_token_ids', 'distribution'] as const).find((one) => options[one]) ?? 'logprobs_mode'
    throw refuse(name, `${name} is not offered in a chat; /v1/completions has it`)
  }
  const asked = max_completion_tokens ?? max_tokens
  const length =
    asked === undefined ? { maxTokens: LIMITS.maxTokens, mayFillContext: true } : { maxTokens: asked }
  const messages = options.messages.map(({ role, content }) => ({
    role: role === 'developer' ? 'system' : role,
    content: typeof content === 'string' ? content : content.map((part) => part.text).join(''),
  }))
  checkLength(messages)
  return requestOf(options, logprobs ? (top ?? 0) : undefined, {
    echo: false,
    texts: 1,
    runs: [{ prompt: '', messages, ...length }],
  })
}

function checkLength(messages: readonly ChatMessage[]): void {
  const length = messages.reduce((sum, { content }) => sum + content.length, 0)
  if (length <= LIMITS.prompt) return
  throw refuse(
    'messages',
    `messages may be at most ${count(LIMITS.prompt)} characters long together, got ${count(length)}`,
  )
}
