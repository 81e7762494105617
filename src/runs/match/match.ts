import type { LanguageModel } from '../../decoding/model.ts'
import { UserError } from '../../errors.ts'
import { count, megabytes } from '../../words.ts'
import { checkReadLength } from '../request/context-length.ts'
import { checkTokensOf } from '../request/known-tokens.ts'
import { formatChain } from '../request/notation.ts'
import { encodePrompt } from '../request/prompt.ts'
import { planWindows, readContinuation, readWindows } from '../score/windows.ts'
import { MOST_PROBABILITIES } from '../score/work.ts'
import { bisect, MOST_TRIES } from './bisection.ts'
import type { ReadText } from './read-text.ts'
import type { MatchRequest } from './request.ts'
import { type MatchResult, widthText } from './result.ts'
import { solve, widthsOf, withValue } from './solve.ts'

/** Widths that differ by less, as a share, are called equal. */
const EQUAL = 0.01

/**
 * Which value of one step makes a chain as wide as another one, over the tokens of a text: the mean number of
 * tokens kept is compared, by bisection. A text behind a prompt is read as a run reads it, else in windows
 * like `score`.
 * @throws UserError `too-much-work` before anything is read; `cannot-match` where the value changes no width
 */
export async function match(
  model: LanguageModel,
  request: MatchRequest,
  signal?: AbortSignal,
): Promise<MatchResult> {
  const { like, lane, at, parameter, seed } = request
  for (const [field, { chain }] of Object.entries({ like, lane })) checkTokensOf(model.info, field, chain)
  const tokens = model.encode(request.text)
  checkWork(model, tokens.length, request)
  const text = await read(model, tokens, request, signal)
  const goal = (await widthsOf([text], [like.chain], seed, signal))[0]!
  const found = bisect(parameter, goal, model.info.vocabularySize)
  await solve([{ bisection: found, chainAt: (value) => withValue(lane.chain, at, parameter.name, value) }], {
    texts: [text],
    seed,
    signal,
  })
  const best = found.best()!
  const isEqual = Math.abs(best.width - goal) <= EQUAL * goal
  const { narrowest, widest } = found.range()
  if (!isEqual && narrowest.width === widest.width) {
    throw new UserError(
      'cannot-match',
      `"${lane.lane}" keeps ${narrowest.width} tokens whatever its ${parameter.name} is, and ` +
        `"${like.lane}" keeps ${widthText(goal)}; choose a step that changes how many are kept.`,
    )
  }
  return {
    model: model.info.id,
    like: formatChain(like.chain),
    lane: formatChain(withValue(lane.chain, at, parameter.name, best.value)),
    step: lane.chain.steps[at]!.definition.id,
    parameter: parameter.name,
    value: best.value,
    isEqual,
    width: { like: goal, lane: best.width },
    tokens: text.rows.length,
    tries: found.tries(),
    seed,
  }
}

async function read(
  model: LanguageModel,
  tokens: readonly number[],
  { prompt: context }: MatchRequest,
  signal: AbortSignal | undefined,
): Promise<ReadText> {
  const prompt = context === undefined ? [] : encodePrompt(model, context)
  if (context !== undefined) checkReadLength(model.info, prompt.length, tokens.length)
  const rows: ReadText['rows'][number][] = []
  const windows = () =>
    planWindows(model.info, tokens, { context: undefined, stride: undefined, exact: false })
  const stream =
    context === undefined ? readWindows(model, windows()) : readContinuation(model, prompt, tokens)
  for await (const { logits, index } of stream) {
    signal?.throwIfAborted()
    rows.push({ index, logits: logits.slice() })
  }
  if (rows.length > 0) return { prompt, tokens, rows }
  throw new UserError('bad-request', 'Expected a text of at least one token to count over, got none.')
}

/** Bytes of logits that are kept, so that the model reads the text once. */
const MOST_BYTES = 128e6

/**
 * Every try judges every token over the whole vocabulary, once more by each step.
 * @throws UserError `too-much-work`
 */
function checkWork({ info }: LanguageModel, tokens: number, { like, lane }: MatchRequest): void {
  const steps = like.chain.steps.length + (lane.chain.steps.length + 1) * MOST_TRIES
  const each = info.vocabularySize * steps
  const bytes = info.vocabularySize * Float32Array.BYTES_PER_ELEMENT
  const most = Math.floor(Math.min(MOST_PROBABILITIES / each, MOST_BYTES / bytes))
  if (tokens <= most) return
  throw new UserError(
    'too-much-work',
    `The text is ${count(tokens)} tokens long, each judged over ${count(info.vocabularySize)} words ` +
      `by up to ${MOST_TRIES} values: ${count(tokens * each)} probabilities and ` +
      `${megabytes(tokens * bytes)} of logits, and at most ${count(MOST_PROBABILITIES)} and ` +
      `${megabytes(MOST_BYTES)} are taken; match over at most ${count(most)} tokens.`,
  )
}
