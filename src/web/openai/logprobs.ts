import type { DetailRecord, PromptToken, StepRecord } from '../../runs/run/events.ts'
import { bytesName } from './byte-names.ts'

/** Which log-probabilities are listed: the model's own, those after the chain, or both side by side. */
type LogprobsMode = 'raw' | 'processed' | 'both'

export interface LogprobsRequest {
  /** How many candidates are listed for each token; the chosen one comes besides. */
  readonly top: number
  readonly mode: LogprobsMode
  /** Whether tokens are named `token_id:ID`. */
  readonly namesIds: boolean
}

/** Most likely first; a `Map` keeps that order where names are digits. */
type TopLogprobs = Map<string, number>

/**
 * OpenAI's lists, one entry a token, and ours behind them. Natural logs; null for what has no probability.
 */
export interface Logprobs {
  tokens: string[]
  token_logprobs: (number | null)[]
  top_logprobs: (TopLogprobs | null)[]
  /** Unicode code points before the token, counted from the start of the choice's text. */
  text_offset: number[]
  /** After the chain; with `logprobs_mode: "both"`. */
  processed_token_logprobs?: (number | null)[]
  processed_top_logprobs?: (TopLogprobs | null)[]
  /** Tokens asked for with `logprob_token_ids`. */
  token_ids?: (readonly object[] | null)[]
  /** Whole distributions: log-probabilities by token id, little-endian float32 in base64. */
  distribution?: (string | null)[]
}

type Token = StepRecord | PromptToken
type NamedToken = {
  readonly id: number
  readonly logprob: number
  readonly text: string
  readonly bytes?: string
}

/** @param offset of each token, in code points */
export function logprobsOf(
  tokens: readonly { readonly step: Token; readonly offset: number }[],
  request: LogprobsRequest,
): Logprobs {
  const rows = tokens.map(({ step }) => step)
  const first = request.mode === 'processed' ? processedOf : rawOf
  const listed = {
    tokens: rows.map((step) => ownName(step, request)),
    token_logprobs: rows.map((step) => first(step)?.logprob ?? null),
    top_logprobs: rows.map((step) => topOf(step, first(step), request)),
    text_offset: tokens.map(({ offset }) => offset),
  }
  const details = rows.map(({ detail }) => detail)
  return {
    ...listed,
    ...(request.mode === 'both' && {
      processed_token_logprobs: rows.map((step) => processedOf(step)?.logprob ?? null),
      processed_top_logprobs: rows.map((step) => topOf(step, processedOf(step), request)),
    }),
    ...(details.some((detail) => detail?.tokens) && {
      token_ids: details.map((detail) => lookedUp(detail, request)),
    }),
    ...(details.some((detail) => detail?.distribution) && {
      distribution: details.map((detail) => inBase64(detail?.distribution)),
    }),
  }
}

interface Listed {
  readonly logprob: number
  readonly top: readonly NamedToken[]
}

const rawOf = ({ detail, logprob }: Token): Listed | undefined =>
  detail && logprob !== undefined ? { logprob, top: detail.top } : undefined

/** The chain has no part in a prompt: there both are the model's own. */
const processedOf = (step: Token): Listed | undefined => step.detail?.processed ?? rawOf(step)

function topOf(step: Token, listed: Listed | undefined, request: LogprobsRequest): TopLogprobs | null {
  if (!listed) return null
  const top: TopLogprobs = new Map()
  const candidates = listed.top.slice(0, request.top)
  for (const one of candidates) put(top, nameOf(one, request), one)
  const isListed = candidates.some(({ id }) => id === step.token)
  if (!isListed) put(top, ownName(step, request), { id: step.token, logprob: listed.logprob })
  return top
}

/** Two tokens may have one name, such as a special token and its text: the later one goes by its id. */
function put(
  top: TopLogprobs,
  name: string,
  { id, logprob }: { readonly id: number; readonly logprob: number },
): void {
  top.set(top.has(name) ? idName(id) : name, logprob)
}

const ownName = (step: Token, request: LogprobsRequest): string =>
  nameOf({ id: step.token, ...(step.detail?.own ?? wordsOf(step)) }, request)

/** A token with no detail: the first one of a prompt. */
const wordsOf = ({ text, bytes, name }: Token) => ({
  text: name ?? text,
  ...(bytes !== undefined && { bytes }),
})

/** A token's text or special name; one that is no text of its own is written as its bytes, as OpenAI does. */
function nameOf(
  { id, text, bytes }: Pick<NamedToken, 'id' | 'text' | 'bytes'>,
  { namesIds }: Pick<LogprobsRequest, 'namesIds'>,
): string {
  if (namesIds) return idName(id)
  if (bytes === undefined) return text
  return bytesName(bytes)
}

const idName = (id: number): string => `token_id:${id}`

function lookedUp(detail: DetailRecord | undefined, request: LogprobsRequest) {
  if (!detail?.tokens) return null
  return detail.tokens.map(({ id, text, bytes, logprob, rank, processed, processedRank }) => ({
    id,
    token: nameOf({ id, text, ...(bytes !== undefined && { bytes }) }, request),
    logprob,
    rank,
    ...(processed !== undefined && { processed_logprob: processed, processed_rank: processedRank }),
  }))
}

function inBase64(distribution: Float32Array | undefined): string | null {
  if (!distribution) return null
  const bytes = Buffer.alloc(distribution.length * 4)
  for (const [id, logprob] of distribution.entries()) bytes.writeFloatLE(logprob, id * 4)
  return bytes.toString('base64')
}
