import { z } from 'zod'
import { UserError } from '../../errors.ts'
import { LIMITS } from '../../runs/request/limits.ts'
import { parseRunRequest, type RunRequest } from '../../runs/request/request.ts'

const text = (name: string) => z.string(`${name} must be text`)
const number = (name: string, min: number, max: number) =>
  z
    .number(`${name} must be a number from ${min} to ${max}`)
    .min(min, `${name} must be a number from ${min} to ${max}`)
    .max(max, `${name} must be a number from ${min} to ${max}`)
const whole = (name: string, min: number, max: number) =>
  number(name, min, max).int(`${name} must be a whole number from ${min} to ${max}`)

/** Clients send what they leave alone as null. */
const unset = <Schema extends z.ZodType>(schema: Schema) =>
  schema.nullish().transform((value) => value ?? undefined)

/** An option of OpenAI's that is not offered: its neutral value says the same as leaving it out. */
const neutral = (name: string, isNeutral: (value: unknown) => boolean, why: string) =>
  z
    .unknown()
    .optional()
    .refine(
      (value) => value === undefined || value === null || isNeutral(value),
      `${name} is not offered: ${why}`,
    )

const isEmpty = (value: unknown) => typeof value === 'object' && Object.keys(value as object).length === 0

const schema = z.strictObject({
  model: unset(text('model')),
  prompt: z.union(
    [
      text('prompt').max(LIMITS.prompt),
      z.tuple([text('prompt').max(LIMITS.prompt)]).transform(([only]) => only),
    ],
    `prompt must be one text of up to ${LIMITS.prompt} characters; token ids and several prompts are not offered`,
  ),
  max_tokens: unset(whole('max_tokens', 1, LIMITS.maxTokens)),
  temperature: unset(number('temperature', 0, 2)),
  top_p: unset(number('top_p', 0, 1)),
  n: unset(whole('n', 1, LIMITS.samples)),
  seed: unset(whole('seed', 0, Number.MAX_SAFE_INTEGER)),
  stop: unset(
    z.union(
      [
        text('stop')
          .min(1)
          .transform((one) => [one]),
        z.array(text('stop').min(1)).max(4),
      ],
      'stop must be a text or a list of up to 4 texts, none of them empty',
    ),
  ),
  stream: unset(z.boolean('stream must be true or false')),
  stream_options: unset(
    z.strictObject(
      { include_usage: unset(z.boolean('stream_options.include_usage must be true or false')) },
      'stream_options may hold include_usage only',
    ),
  ),
  logprobs: unset(whole('logprobs', 0, 5)),
  best_of: z.unknown().optional(),
  echo: neutral('echo', (value) => value === false, '"/api/score" gives the log-probabilities of a text'),
  suffix: neutral('suffix', (value) => value === '', 'these models continue a text and fill no gap'),
  logit_bias: neutral('logit_bias', isEmpty, 'no step of a chain does this'),
  presence_penalty: neutral(
    'presence_penalty',
    (value) => value === 0,
    '"/api/runs" has the step presence-penalty, which counts the prompt too',
  ),
  frequency_penalty: neutral(
    'frequency_penalty',
    (value) => value === 0,
    '"/api/runs" has the step frequency-penalty, which counts the prompt too',
  ),
})

/** A request in OpenAI's shape, as a run of one lane. */
export interface CompletionRequest {
  readonly run: RunRequest
  readonly stops: readonly string[]
  /** How many candidates are listed for each token; absent where none are asked for. */
  readonly logprobs: number | undefined
  readonly isStream: boolean
  readonly wantsUsage: boolean
}

/**
 * Reads a request of OpenAI's completions API. The chain is `temperature` then `nucleus`, as its documentation has it;
 * temperature 0 is `greedy`. What is not offered is refused by name.
 * @throws UserError `bad-request` with `param`
 */
export function parseCompletion(body: unknown): CompletionRequest {
  const result = schema.safeParse(body)
  if (!result.success) throw refusal(result.error.issues[0]!)
  const { prompt, model, temperature = 1, top_p = 1, n = 1, seed, max_tokens = 16, ...rest } = result.data
  if (rest.best_of !== undefined && rest.best_of !== null && rest.best_of !== n)
    throw refuse(
      'best_of',
      'best_of is not offered: every sample is returned, so leave it out or set it to n',
    )
  if (rest.stream_options && !rest.stream) throw refuse('stream_options', 'stream_options needs stream')
  if (temperature === 0 && n > 1)
    throw refuse('n', 'n must be 1 at temperature 0, where every sample is the same text')
  const run = parseRunRequest({
    prompt,
    ...(model !== undefined && { model }),
    ...(seed !== undefined && { seed }),
    lanes: [temperature === 0 ? 'greedy' : `temperature:${temperature}+nucleus:${top_p}`],
    maxTokens: max_tokens,
    samples: n,
    trace: rest.logprobs !== undefined,
  })
  return {
    run,
    stops: rest.stop ?? [],
    logprobs: rest.logprobs,
    isStream: rest.stream ?? false,
    wantsUsage: rest.stream_options?.include_usage ?? false,
  }
}

const refuse = (param: string | null, message: string): UserError =>
  Object.assign(new UserError('bad-request', `${message}.`), { param })

function refusal(issue: z.core.$ZodIssue): UserError {
  if (issue.code === 'unrecognized_keys') {
    const [name] = issue.keys as [string]
    return refuse(name, `${name} is not offered; leave it out`)
  }
  const [param] = issue.path
  if (param === undefined) return refuse(null, 'Expected a JSON object with a prompt')
  return refuse(String(param), issue.message)
}
