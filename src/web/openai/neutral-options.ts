import { z } from 'zod'

/**
 * Options of OpenAI, vLLM and llama.cpp that are not offered. Each has values that mean the same as leaving
 * it out; those are taken, any other is refused by name.
 */

type IsNeutral = (value: unknown) => boolean

const is =
  (...values: unknown[]): IsNeutral =>
  (value) =>
    values.includes(value)
const isNone: IsNeutral = (value) => value === '' || (Array.isArray(value) && value.length === 0)
const isEmpty: IsNeutral = (value) => value === '' || (isObject(value) && Object.keys(value).length === 0)
const isText: IsNeutral = (value) => typeof value === 'string'
const isPlainText: IsNeutral = (value) =>
  isObject(value) && Object.keys(value).join() === 'type' && value.type === 'text'
const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const any: IsNeutral = () => true

function neutral(name: string, isNeutral: IsNeutral, why: string) {
  return z
    .unknown()
    .optional()
    .refine((value) => value === undefined || isNeutral(value), `${name} is not offered: ${why}`)
    .describe(`Not offered; taken where its value changes nothing. ${why}.`)
}

const USE_CHAIN = 'write it as a step of "chain", in the order you want'
const NO_GRAMMAR = 'no step of a chain keeps a text to a grammar'
const ONE_PROGRAM = 'this program serves one computer'

const table = (options: Readonly<Record<string, readonly [IsNeutral, string]>>) =>
  Object.fromEntries(
    Object.entries(options).map(([name, [isNeutral, why]]) => [name, neutral(name, isNeutral, why)]),
  )

/** Of both completions and chats. */
export const NEUTRAL_OPTIONS = table({
  user: [isText, 'a name of yours is text'],
  response_format: [isPlainText, NO_GRAMMAR],
  guided_json: [is(), NO_GRAMMAR],
  guided_regex: [is(), NO_GRAMMAR],
  guided_choice: [is(), NO_GRAMMAR],
  guided_grammar: [is(), NO_GRAMMAR],
  structured_outputs: [isEmpty, NO_GRAMMAR],
  grammar: [is(''), NO_GRAMMAR],
  json_schema: [isEmpty, NO_GRAMMAR],
  use_beam_search: [is(false), 'beam search is a chain: "chain": "beam:width=4"'],
  length_penalty: [is(1), 'it is a parameter of a beam: "chain": "beam:width=4,length-penalty=1"'],
  early_stopping: [is(false), 'it is a parameter of a beam: "chain": "beam:width=4,early-stopping=true"'],
  skip_special_tokens: [is(true), 'special tokens add no text; "logprobs" names them'],
  spaces_between_special_tokens: [is(true, false), 'special tokens add no text'],
  truncate_prompt_tokens: [is(), 'a prompt is read whole, or refused'],
  prompt_logprobs: [is(false), '"echo" with "logprobs" lists the prompt’s log-probabilities'],
  priority: [is(0), ONE_PROGRAM],
  request_id: [isText, 'an id of yours is text'],
  cache_salt: [isText, 'a salt is text'],
  service_tier: [is('auto', 'default'), ONE_PROGRAM],
  store: [is(false), 'nothing is kept'],
  metadata: [isEmpty, 'nothing is kept'],
  prompt_cache_key: [isText, 'a key is text'],
  safety_identifier: [isText, 'an identifier is text'],
  cache_prompt: [is(true, false), 'a cache never changes a text here'],
  id_slot: [is(-1), ONE_PROGRAM],
  n_keep: [is(0), 'a prompt is read whole, or refused'],
  n_probs: [is(0), 'write it as "logprobs"'],
  post_sampling_probs: [is(false), 'write it as "logprobs_mode": "processed"'],
  timings_per_token: [is(true, false), ''],
  samplers: [isNone, USE_CHAIN],
  top_n_sigma: [is(-1, 0), USE_CHAIN],
  top_a: [is(0), USE_CHAIN],
  tfs_z: [is(1), USE_CHAIN],
  xtc_probability: [is(0), USE_CHAIN],
  xtc_threshold: [any, USE_CHAIN],
  dynatemp_range: [is(0), USE_CHAIN],
  dynatemp_exponent: [any, USE_CHAIN],
  mirostat: [is(0), USE_CHAIN],
  mirostat_tau: [any, USE_CHAIN],
  mirostat_eta: [any, USE_CHAIN],
  dry_multiplier: [is(0), USE_CHAIN],
  dry_base: [any, USE_CHAIN],
  dry_allowed_length: [any, USE_CHAIN],
  dry_penalty_last_n: [any, USE_CHAIN],
  dry_sequence_breakers: [any, USE_CHAIN],
  tools: [isNone, 'these models call no tools'],
  tool_choice: [is('none', 'auto'), 'these models call no tools'],
  parallel_tool_calls: [is(true, false), 'these models call no tools'],
  functions: [isNone, 'these models call no functions'],
  function_call: [is('none', 'auto'), 'these models call no functions'],
  bad_words: [isNone, 'write it as the search "ban-phrases" of "chain"'],
  allowed_token_ids: [is(), 'a bias of −100 in "logit_bias" forbids a token'],
  logits_processors: [isNone, USE_CHAIN],
  min_keep: [is(0), 'a step keeps what its rule keeps'],
})

/** Of completions only. */
export const NEUTRAL_COMPLETION_OPTIONS = table({
  suffix: [is(''), 'these models continue a text and fill no gap'],
})

/** Of chats only. */
export const NEUTRAL_CHAT_OPTIONS = table({
  modalities: [
    (value) => Array.isArray(value) && value.every((one) => one === 'text'),
    'these models write text',
  ],
  audio: [is(), 'these models write text'],
  prediction: [is(), 'every token is computed'],
  reasoning_effort: [is('none'), 'these models write no reasoning apart from their text'],
  verbosity: [is('medium'), 'the length is set by "max_tokens"'],
  web_search_options: [is(), 'nothing is looked up'],
  chat_template: [is(), 'a model is asked in its own template'],
  chat_template_kwargs: [isEmpty, 'a model is asked in its own template'],
  add_generation_prompt: [is(true), 'the answer begins behind the template’s own beginning of one'],
  continue_final_message: [is(false), 'the answer is a turn of its own'],
  documents: [isNone, 'a model is asked in its own template'],
})
