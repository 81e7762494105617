import { z } from 'zod'
import { flag, text, whole } from '../../runs/request/fields.ts'
import { LIMITS } from '../../runs/request/limits.ts'
import { formatChain } from '../../runs/request/notation.ts'
import type { RunRequest } from '../../runs/request/request.ts'
import { count } from '../../words.ts'
import { readBody, refuse, tokenIds } from './fields.ts'
import type { LogprobsRequest } from './logprobs.ts'
import { NEUTRAL_COMPLETION_OPTIONS, NEUTRAL_OPTIONS } from './neutral-options.ts'
import { constraintsOf, laneOf, type SamplingOptions, samplingFields, seedOf } from './sampling.ts'

/** Prompts of one request, and texts that all of them together may have. */
const MAX_PROMPTS = 256
const MAX_TEXTS = 512
/** OpenAI's own. */
const DEFAULT_MAX_TOKENS = 16
/** Characters, or tokens, of all prompts of one request. */
const MAX_LENGTH = 4 * LIMITS.prompt

const promptText = text('prompt')
const promptIds = tokenIds('prompt', LIMITS.prompt).min(1, 'prompt must hold at least one token')

export const completionSchema = z.strictObject({
  prompt: z
    .union(
      [
        promptText,
        promptIds,
        z.array(promptText).min(1).max(MAX_PROMPTS),
        z.array(promptIds).min(1).max(MAX_PROMPTS),
      ],
      `prompt must be a text of up to ${count(LIMITS.prompt)} characters, a list of token ids, or a ` +
        `list of up to ${MAX_PROMPTS} of either`,
    )
    .describe('A text or a list of token ids, or several of either, each completed on its own.'),
  max_tokens: whole('max_tokens', 0, LIMITS.maxTokens).optional().describe(`Default: ${DEFAULT_MAX_TOKENS}.`),
  echo: flag('echo')
    .optional()
    .describe('Whether the prompt is returned before the completion, also in logprobs.'),
  logprobs: z
    .union([whole('logprobs', 0, 20), z.literal(false)], 'logprobs must be a whole number from 0 to 20')
    .optional()
    .describe('How many candidates to list for each token.'),
  heal: flag('heal')
    .optional()
    .describe(
      'Token healing: takes back the prompt’s last token and makes the first new one begin with its text.',
    ),
  parse_special: flag('parse_special')
    .optional()
    .describe('Whether text in the prompt that spells a special token is read as that token. Default: true.'),
  add_special_tokens: flag('add_special_tokens')
    .optional()
    .describe('Whether the model’s first token is put before a text. Default: true.'),
  ...samplingFields,
  ...NEUTRAL_OPTIONS,
  ...NEUTRAL_COMPLETION_OPTIONS,
})

/** What a client wants of one or more prompts, completions and chats alike. */
export interface CompletionRequest {
  /** One run of one lane a prompt. */
  readonly runs: readonly RunRequest[]
  /** Texts of each prompt that are returned, the best of those that are written. */
  readonly n: number
  readonly stops: readonly string[]
  readonly showsStop: boolean
  /** Whether each choice begins with its prompt. */
  readonly echo: boolean
  /** Absent where none are asked for. */
  readonly logprobs: LogprobsRequest | undefined
  readonly isStream: boolean
  /** Whether a stream's last chunk carries the usage, and whether every chunk does. */
  readonly usage: { readonly atEnd: boolean; readonly inChunks: boolean }
  readonly returnsTokenIds: boolean
}

/**
 * Reads a request of OpenAI's completions API, with what vLLM and llama.cpp add to it. What is not offered is
 * refused by name, unless its value changes nothing.
 * @throws UserError `bad-request` with `param`
 */
export function parseCompletion(body: unknown): CompletionRequest {
  const options = readBody(completionSchema, body, 'a JSON object with a prompt')
  const { max_tokens: maxTokens = DEFAULT_MAX_TOKENS, echo = false, heal = false } = options
  const { logprobs = false, parse_special = true, add_special_tokens = true } = options
  const prompts = promptsOf(options.prompt)
  const length = prompts.reduce((sum, prompt) => sum + prompt.length, 0)
  if (length > MAX_LENGTH) {
    throw refuse(
      'prompt',
      `prompt may be ${count(MAX_LENGTH)} characters or tokens long, all prompts together, got ` +
        `${count(length)}`,
    )
  }
  const top = logprobs === false ? undefined : logprobs
  if (echo && heal) throw refuse('heal', 'heal rewrites the end of the prompt and echo repeats it; keep one')
  return requestOf(options, top, {
    echo,
    texts: prompts.length,
    runs: prompts.map((prompt) => ({
      ...(typeof prompt === 'string' ? { prompt } : { prompt: '', promptTokens: prompt }),
      maxTokens,
      ...(options.max_tokens === undefined && { mayFillContext: true }),
      ...(heal && { heal }),
      ...(!parse_special && { literal: true }),
      ...(!add_special_tokens && { bare: true }),
    })),
  })
}

type Prompt = string | readonly number[]

function promptsOf(prompt: z.output<typeof completionSchema>['prompt']): readonly Prompt[] {
  if (typeof prompt === 'string') return [prompt]
  return typeof prompt[0] === 'number' ? [prompt as number[]] : (prompt as Prompt[])
}

interface RunParts {
  readonly echo: boolean
  readonly texts: number
  readonly runs: readonly (Pick<RunRequest, 'prompt' | 'maxTokens'> & Partial<RunRequest>)[]
}

/**
 * The same options for completions and chats, each prompt a run of its own.
 * @param top how many candidates are listed; undefined for no log-probabilities
 */
export function requestOf(
  options: SamplingOptions,
  top: number | undefined,
  { echo, texts, runs }: RunParts,
): CompletionRequest {
  const { n = 1, best_of: bestOf = n, stream = false, stream_options: streamed = {} } = options
  const { logprob_token_ids: tokens = [], logprobs_mode: mode = 'raw', distribution } = options
  if (bestOf < n) throw refuse('best_of', `best_of must be at least n, which is ${n}`)
  if (bestOf > n && stream)
    throw refuse('best_of', 'best_of needs every text before it returns one; leave stream out')
  if (texts * bestOf > MAX_TEXTS) {
    throw refuse(
      'n',
      `A request may have ${MAX_TEXTS} texts and this one asks for ${count(texts * bestOf)}; ask for fewer`,
    )
  }
  const { min_tokens: least = 0 } = options
  const shortest = Math.min(...runs.map(({ maxTokens }) => maxTokens))
  if (least > shortest)
    throw refuse('min_tokens', `min_tokens must be at most max_tokens, which is ${shortest}`)
  const usage = {
    atEnd: streamed.include_usage ?? false,
    inChunks: (streamed.include_usage && streamed.continuous_usage_stats) ?? false,
  }
  if (usage.atEnd && !stream) throw refuse('stream_options', 'stream_options needs stream')
  const wantsLogprobs = top !== undefined || tokens.length > 0 || distribution !== undefined
  const { model: ownModel, chain } = laneOf(options)
  const shared = {
    model: options.model ?? ownModel,
    lanes: [{ lane: formatChain(chain), chain }],
    seed: seedOf(options),
    samples: bestOf,
    firstSample: 0,
    prefix: [],
    insert: '',
    replay: false,
    trace: false,
    echo,
    stop: options.stop ?? [],
    constraints: constraintsOf(options),
    ...(wantsLogprobs && {
      detail: { top: top ?? 0, processed: mode !== 'raw', tokens, distribution },
    }),
  }
  return {
    runs: runs.map((run) => ({ ...shared, ...run })),
    n,
    stops: options.stop ?? [],
    showsStop: options.include_stop_str_in_output ?? false,
    echo,
    logprobs: wantsLogprobs
      ? { top: top ?? 0, mode, namesIds: options.return_tokens_as_token_ids ?? false }
      : undefined,
    isStream: stream,
    usage,
    returnsTokenIds: options.return_token_ids ?? false,
  }
}
