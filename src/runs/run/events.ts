import type { RewoundTail, StepTrace, StopReason, TraceCandidate } from '../../decoding/decoder.ts'
import type { LookedUpToken, TokenLogprob } from '../../decoding/step-detail.ts'
import type { BeamChild, BeamResult, BeamTree } from '../../strategies/searches/beam/tree.ts'
import type { PowerMove, PowerRecord } from '../../strategies/searches/power/record.ts'
import type { Note } from './notes.ts'

/** A step's trace with the text its token added; the pieces of a sample join to its text. */
export type StepRecord = Omit<StepTrace, 'candidates' | 'detail' | 'rewound'> &
  TokenWords & {
    readonly rewound?: readonly (RewoundTail & { readonly text: string })[]
    readonly candidates?: readonly CandidateRecord[]
    readonly detail?: DetailRecord
  }

/** A token in words, where it is used. */
export interface TokenWords {
  /** What it added to the text. */
  readonly text: string
  /** Its bytes, in hexadecimal, where it holds only a part of a character: "e2 80". */
  readonly bytes?: string
  /** How it is called, where it is special and adds no text. */
  readonly name?: string
}

/** A token in words, alone: its text or its name, and its bytes where it holds only a part of a character. */
type Named<Token> = Token & { readonly text: string; readonly bytes?: string }

/** A candidate with its token in words. */
export type CandidateRecord = Named<TraceCandidate>

/** A `StepDetail` with its tokens in words. */
export interface DetailRecord {
  /** The chosen token alone. */
  readonly own: { readonly text: string; readonly bytes?: string }
  readonly top: readonly Named<TokenLogprob>[]
  readonly processed?: { readonly logprob: number; readonly top: readonly Named<TokenLogprob>[] }
  readonly tokens?: readonly Named<LookedUpToken>[]
  readonly distribution?: Float32Array
}

/** A token of the prompt; what has no token before it has no probability. */
export type PromptToken = { readonly token: number } & TokenWords & {
    readonly logprob?: number
    readonly rank?: number
    readonly detail?: DetailRecord
  }

/** A beam's tree with its tokens in words. */
export type BeamRecord = Pick<BeamTree, 'kind'> & {
  readonly steps: readonly (readonly (BeamChild & { readonly text: string })[])[]
  readonly finished: readonly BeamText[]
  readonly ranking: readonly BeamText[]
}

/** A hypothesis that ended, in words. */
type BeamText = BeamResult & { readonly text: string }

/** Ends of a text that power sampling tried, in words. */
export type MovesRecord = Pick<PowerRecord, 'kind'> & {
  readonly moves: readonly (PowerMove & { readonly beforeText: string; readonly afterText: string })[]
}

/** Metrics by id; null where there is too little text. */
export type Metrics = Readonly<Record<string, number | null>>

export interface LaneStart {
  /** As it was written. */
  readonly lane: string
  /** In canonical notation. */
  readonly chain: string
  /** Where the lane names a model of its own: its id, and the prompt in its tokens. */
  readonly model?: string
  readonly promptTokens?: readonly number[]
  readonly isDeterministic: boolean
  /** How many samples will come: one where they could not differ. */
  readonly samples: number
}

/** One sample, finished. */
export interface SampleResult {
  readonly tokens: readonly number[]
  readonly text: string
  readonly stop: StopReason
  /** Why it stopped, where `stop` is `error`. */
  readonly message?: string
  /** What may help, where the text is empty. */
  readonly hint?: string
  readonly steps: readonly StepRecord[]
  readonly metrics: Metrics
  /** A search's own record: a beam's tree (`BeamRecord`), with a trace; the ends it tried (`MovesRecord`). */
  readonly search?: unknown
}

export interface LaneResult {
  readonly lane: string
  /** Where the lane names a model of its own: its id, and the prompt in its tokens. */
  readonly model?: string
  readonly promptTokens?: readonly number[]
  readonly samples: readonly SampleResult[]
  readonly metrics: Metrics
}

/** A run, finished: the reply of the API and of `run --json`. */
export interface RunResult {
  readonly model: string
  readonly prompt: string
  readonly promptTokens: readonly number[]
  readonly seed: number
  readonly lanes: readonly LaneResult[]
  /** The prompt's last token, where token healing took it back: `promptTokens` goes without it. */
  readonly takenBack?: { readonly token: number; readonly text: string }
  readonly notes?: readonly Note[]
  /** What the model was really given, where its chat template wrote it around the prompt. */
  readonly given?: readonly NamedToken[]
}

/** A token, and how it is called alone: its text, or its name where it is special. */
interface NamedToken {
  readonly token: number
  readonly text: string
}

/** Why a run failed or was refused. */
export interface RunProblem {
  readonly code: string
  readonly message: string
  /** The field of its request that is at fault, where one is. */
  readonly field?: string
}

/** What happens in a run, in order: the wire format of the page, the command line and the tests. */
export type RunEvent =
  | { readonly type: 'queued'; readonly ahead: number }
  | { readonly type: 'loading'; readonly model: string; readonly loaded: number; readonly total: number }
  | {
      readonly type: 'run-start'
      readonly model: string
      readonly prompt: string
      readonly promptTokens: readonly number[]
      /** What the continuation goes on from, besides the prompt. */
      readonly prefix: readonly { readonly token: number; readonly text: string }[]
      readonly seed: number
      readonly maxTokens: number
      readonly lanes: readonly LaneStart[]
      /** The prompt's last token, where token healing took it back. */
      readonly takenBack?: { readonly token: number; readonly text: string }
      /** What a person should know about the request. */
      readonly notes?: readonly Note[]
      /** What the model is really given, where its chat template wrote it around the prompt. */
      readonly given?: readonly NamedToken[]
    }
  | {
      /** What the run's model thinks of the prompt, where the request has `echo`. */
      readonly type: 'prompt-read'
      readonly tokens: readonly PromptToken[]
    }
  | {
      /** Replaces a sample's text from offset `from` (UTF-16 units) and its steps from index `fromStep`. */
      readonly type: 'lane-delta'
      readonly lane: number
      readonly sample: number
      readonly from: number
      readonly text: string
      readonly fromStep: number
      readonly steps: readonly StepRecord[]
    }
  | {
      readonly type: 'lane-end'
      readonly lane: number
      readonly sample: number
      readonly stop: StopReason
      readonly message?: string
      readonly hint?: string
      readonly metrics: Metrics
      readonly search?: unknown
    }
  | {
      readonly type: 'run-end'
      /** Wall time from prefill to the last token, in milliseconds. */
      readonly milliseconds: number
      readonly tokens: number
      /** Metrics of each lane's samples together. */
      readonly lanes: readonly Metrics[]
    }
  | { readonly type: 'run-error'; readonly error: RunProblem }
