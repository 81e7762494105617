import { z } from 'zod'
import { inField } from '../../errors.ts'
import { flag, text, whole } from '../../runs/request/fields.ts'
import { type LaneRequest, parseLane } from '../../runs/request/lane.ts'
import { LIMITS } from '../../runs/request/limits.ts'
import { freshSeed } from '../../sampling/random.ts'
import type { Constraints } from '../../strategies/chain/constraints.ts'
import { number, refuse, tokenIds } from './fields.ts'
import { biasSchema, logitBiasOf } from './logit-bias.ts'

/**
 * How tokens are chosen: what completions and chats have in common, OpenAI's options and those of vLLM and
 * llama.cpp.
 */

const MAX_STOPS = 256
const MAX_STOP_LENGTH = 1000

const stopText = text('stop', MAX_STOP_LENGTH).min(
  1,
  'stop must hold texts of at least one character, or be left out where nothing shall end the text',
)

export const samplingFields = {
  model: text('model').optional().describe('Id of a model on this computer; the default model if omitted.'),
  n: whole('n', 1, LIMITS.rows).optional().describe('How many texts to return.'),
  best_of: whole('best_of', 1, LIMITS.rows)
    .optional()
    .describe('How many texts to generate; the n with the highest mean log-probability are returned.'),
  seed: whole('seed', -1, Number.MAX_SAFE_INTEGER)
    .optional()
    .describe('The same seed gives the same texts; -1 draws one. The reply contains it.'),
  stop: z
    .union([
      stopText.transform((one) => [one]),
      z.array(stopText).max(MAX_STOPS, `stop may hold ${MAX_STOPS} texts`),
    ])
    .optional()
    .describe('Texts that end the completion; it is cut before the first to be completed.'),
  stop_token_ids: tokenIds('stop_token_ids', 1000).optional().describe('Token ids that end the completion.'),
  include_stop_str_in_output: flag('include_stop_str_in_output')
    .optional()
    .describe('Whether the stop text is kept in the completion.'),
  stream: flag('stream').optional().describe('Whether the reply is streamed as server-sent events.'),
  stream_options: z
    .strictObject(
      {
        include_usage: flag('stream_options.include_usage').nullish(),
        continuous_usage_stats: flag('stream_options.continuous_usage_stats').nullish(),
        include_obfuscation: z
          .literal(
            false,
            'stream_options.include_obfuscation is not offered: chunks are as long as their text',
          )
          .nullish(),
      },
      'stream_options must be an object',
    )
    .optional()
    .describe('Whether the last chunk, or every chunk, reports usage.'),
  temperature: number('temperature', 0, 2).optional().describe('0 always takes the most likely token.'),
  top_p: number('top_p', 0, 1).optional().describe('Nucleus sampling (the step nucleus).'),
  top_k: whole('top_k', -1, 1_000_000)
    .optional()
    .describe('Top-k sampling (the step top-k); 0 and -1 turn it off.'),
  min_p: number('min_p', 0, 1).optional().describe('Min-p sampling (the step min-p).'),
  typical_p: number('typical_p', 0, 1)
    .optional()
    .describe('Locally typical sampling (the step typical); 1 turns it off.'),
  repetition_penalty: number('repetition_penalty', 0.01, 100)
    .optional()
    .describe('The step repetition-penalty; tokens of the prompt count.'),
  repeat_penalty: number('repeat_penalty', 0.01, 100).optional().describe('The same under llama.cpp’s name.'),
  repeat_last_n: whole('repeat_last_n', -1, 1_000_000)
    .optional()
    .describe(
      'How many of the last tokens the penalties consider, as in llama.cpp; -1 means all, 0 turns them off.',
    ),
  presence_penalty: number('presence_penalty', -2, 2)
    .optional()
    .describe('The step presence-penalty, on generated tokens.'),
  frequency_penalty: number('frequency_penalty', -2, 2)
    .optional()
    .describe('The step frequency-penalty, on generated tokens.'),
  chain: text('chain')
    .optional()
    .describe(
      'Any chain of steps and search, for example "min-p:0.1+temperature:1.5", instead of the options above.',
    ),
  logit_bias: biasSchema.optional().describe('Added to the logits, by token id.'),
  ignore_eos: flag('ignore_eos').optional().describe('Whether to continue past the model’s end of text.'),
  min_tokens: whole('min_tokens', 0, LIMITS.maxTokens)
    .optional()
    .describe('How many tokens to generate before one that ends the text may be chosen.'),
  logprobs_mode: z
    .enum(['raw', 'processed', 'both'], 'logprobs_mode must be raw, processed or both')
    .optional()
    .describe('Whether log-probabilities are the model’s own, those after the chain, or both.'),
  logprob_token_ids: tokenIds('logprob_token_ids', 128)
    .optional()
    .describe('Token ids whose log-probability and rank are listed at every step.'),
  distribution: z
    .enum(['raw', 'processed'], 'distribution must be raw or processed')
    .optional()
    .describe(
      'Returns whole distributions: float32 log-probabilities by token id, little-endian, in base64.',
    ),
  return_tokens_as_token_ids: flag('return_tokens_as_token_ids')
    .optional()
    .describe('Whether log-probabilities name tokens as "token_id:ID".'),
  return_token_ids: flag('return_token_ids').optional().describe('Whether each choice lists its token ids.'),
}

const samplingSchema = z.object(samplingFields)
export type SamplingOptions = z.output<typeof samplingSchema>

/** @returns the seed that was asked for, or one drawn here */
export const seedOf = ({ seed }: SamplingOptions): number =>
  seed === undefined || seed === -1 ? freshSeed() : seed

/** Each option's neutral value. */
const PENALTIES = [
  ['repetition_penalty', 1, (value: number) => `repetition-penalty:penalty=${value}`],
  ['frequency_penalty', 0, (value: number) => `frequency-penalty:penalty=${value},prompt=false`],
  ['presence_penalty', 0, (value: number) => `presence-penalty:penalty=${value},prompt=false`],
] as const
const STEPS = [
  ['temperature', 1, (value: number) => `temperature:${value}`],
  ['min_p', 0, (value: number) => `min-p:${value}`],
  ['top_k', 0, (value: number) => `top-k:${value}`],
  ['top_p', 1, (value: number) => `nucleus:${value}`],
  ['typical_p', 1, (value: number) => `typical:${value}`],
] as const
/** Of them, those that can take the most likely token away: they act at temperature 0 too. */
const BEFORE_GREEDY: ReadonlySet<string> = new Set(['typical_p'])

/**
 * The lane that the options mean: vLLM's order (penalties, temperature, min-p, top-k, top-p), then typical;
 * neutral ones are left out, temperature 0 is greedy behind those that change which token is most likely. Or
 * the chain, if that is given.
 * @throws UserError `bad-request` with `field`
 */
export function laneOf(options: SamplingOptions): LaneRequest {
  const { repeat_penalty, repetition_penalty = repeat_penalty, repeat_last_n: last = -1 } = options
  if (repeat_penalty !== undefined && repeat_penalty !== repetition_penalty) {
    throw refuse('repeat_penalty', 'repeat_penalty and repetition_penalty are the same option; keep one')
  }
  const top_k = options.top_k === -1 ? 0 : options.top_k
  const given = { ...options, repetition_penalty, top_k }
  const penalties = last === 0 ? [] : PENALTIES.filter(([name, neutral]) => isUsed(given[name], neutral))
  const used = STEPS.filter(([name, neutral]) => isUsed(given[name], neutral))
  if (options.chain !== undefined) {
    const [other] = [...penalties, ...used]
    if (other) throw refuse(other[0], `chain holds every step; write ${other[0]} as one of them`)
    return readChain(options.chain, options.model)
  }
  const isGreedy = given.temperature === 0
  const window = last > 0 ? `,window=${last}` : ''
  const steps = [
    ...penalties.map(([name, , write]) => `${write(given[name]!)}${window}`),
    ...used
      .filter(([name]) => !isGreedy || BEFORE_GREEDY.has(name))
      .map(([name, , write]) => write(given[name]!)),
    ...(isGreedy ? ['greedy'] : []),
  ]
  return parseLane(steps.join('+') || 'sample')
}

const isUsed = (value: number | undefined, neutral: number): boolean =>
  value !== undefined && value !== neutral

/** A chain may name its model behind it; it is the request's own then. */
function readChain(chain: string, model: string | undefined): LaneRequest {
  const lane = inField('chain', () => parseLane(chain))
  if (lane.model === undefined || model === undefined || lane.model === model) return lane
  throw refuse('chain', `chain names another model than model does, which is "${model}"; keep one of them`)
}

export function constraintsOf(options: SamplingOptions): Constraints {
  const { logit_bias, min_tokens, ignore_eos, stop_token_ids } = options
  const logitBias = logitBiasOf(logit_bias)
  return {
    ...(logitBias.length > 0 && { logitBias }),
    ...(min_tokens && { minTokens: min_tokens }),
    ...(ignore_eos && { ignoresEndOfText: true }),
    ...(stop_token_ids && { stopTokens: stop_token_ids }),
  }
}
