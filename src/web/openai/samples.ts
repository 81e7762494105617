import { UserError } from '../../errors.ts'
import type { RunRequest } from '../../runs/request/request.ts'
import type { PromptToken, RunEvent, StepRecord } from '../../runs/run/events.ts'
import type { Note } from '../../runs/run/notes.ts'
import type { CompletionRequest } from './completion-request.ts'
import { type CompletionText, createCompletionText, type Piece } from './completion-text.ts'
import { STOP_FOUND } from './stop-found.ts'

/** A stretch of one text; the last one holds the reason for its end. */
export interface SamplePiece {
  /** Which of the request's texts. */
  readonly index: number
  readonly text: string
  /** Tokens that begin in it, and how many code points of the choice's text come before each. */
  readonly steps: readonly { readonly step: StepRecord | PromptToken; readonly offset: number }[]
  readonly finish: 'stop' | 'length' | null
  /** The stop sequence it ended at. */
  readonly stopSequence: string | null
}

/** One prompt's run, followed as texts. */
export interface FollowedRun {
  readonly run: RunRequest
  /** Resolves when the client can take more. */
  readonly onEvent: (event: RunEvent) => void | Promise<void>
  /** Aborts when every text has ended: nothing more is wanted. */
  readonly signal: AbortSignal
  /** @throws UserError what ended the run before its texts did */
  finish(): void
  usage(): { readonly prompt: number; readonly completion: number }
  /** Texts in order of their mean log-probability a token, highest first; indices as in `SamplePiece`. */
  ranking(): readonly number[]
  readonly facts: RunFacts
}

/** What the run reported before its first token. */
interface RunFacts {
  model: string | undefined
  promptTokens: readonly number[]
  notes: readonly Note[]
}

/**
 * Follows one run of a request.
 * @param first index of its first text
 * @param onPiece receives each text as it comes, each stretch once
 */
export function followRun(
  request: CompletionRequest,
  run: RunRequest,
  first: number,
  onPiece: (piece: SamplePiece) => void | Promise<void>,
): FollowedRun {
  const [{ chain }] = run.lanes as [RunRequest['lanes'][number]]
  const isRevised = chain.search.definition.isStepwise !== true
  const { stops, showsStop } = request
  const done = new AbortController()
  const facts: RunFacts = { model: undefined, promptTokens: [], notes: [] }
  let texts: readonly CompletionText[] = []
  /** Which texts a sample of the run is: all of them, where the lane has one only. */
  let indicesOf = (_sample: number): readonly number[] => []
  let failure: unknown
  let before = 0

  const fail = (error: unknown): void => {
    failure ??= error
    done.abort(error)
  }
  async function show(sample: number, { text, steps }: Piece, { finish, stopSequence }: CompletionText) {
    if (text === '' && steps.length === 0 && finish === undefined) return
    const placed = steps.map(({ step, offset }) => ({ step, offset: offset + before }))
    for (const index of indicesOf(sample)) {
      await onPiece({ index, text, steps: placed, finish: finish ?? null, stopSequence })
    }
  }
  async function begin(event: Extract<RunEvent, { type: 'run-start' }>) {
    Object.assign(facts, { model: event.model, promptTokens: event.promptTokens, notes: event.notes ?? [] })
    const { samples } = event.lanes[0]!
    texts = Array.from({ length: samples }, () => createCompletionText({ stops, showsStop, isRevised }))
    const all = Array.from({ length: run.samples }, (_, index) => first + index)
    indicesOf = (sample) => (samples === 1 ? all : [first + sample])
  }
  async function echo(tokens: readonly PromptToken[]) {
    const text = run.promptTokens ? tokens.map((one) => one.text).join('') : run.prompt
    let [at, offset] = [0, 0]
    const steps = tokens.map((step) => {
      const placed = { step, offset }
      // A special token adds no text of its own; one that the prompt spells is written there by its name.
      const { name = '' } = step
      const shown = step.text === '' && text.startsWith(name, at) ? name : step.text
      at += shown.length
      offset += Array.from(shown).length
      return placed
    })
    before = Array.from(text).length
    for (const index of new Set(texts.flatMap((_, sample) => indicesOf(sample)))) {
      await onPiece({ index, text, steps, finish: null, stopSequence: null })
    }
  }
  async function end(event: Extract<RunEvent, { type: 'lane-end' }>) {
    const one = texts[event.sample]!
    if (event.stop === 'error') {
      return fail(new UserError('bad-request', event.message ?? 'The text could not be continued.'))
    }
    if (one.finish === undefined) await show(event.sample, one.end(event.stop), one)
  }
  return {
    run,
    facts,
    signal: done.signal,
    async onEvent(event) {
      if (failure !== undefined) return
      if (event.type === 'run-error') {
        const { code, message, field } = event.error
        fail(new UserError(code, message, field))
      } else if (event.type === 'run-start') await begin(event)
      else if (event.type === 'prompt-read') await echo(event.tokens)
      else if (event.type === 'lane-end') await end(event)
      else if (event.type === 'lane-delta') {
        const one = texts[event.sample]!
        if (one.finish === undefined) await show(event.sample, one.take(event), one)
      }
      if (texts.length > 0 && texts.every((one) => one.finish !== undefined)) done.abort(STOP_FOUND)
    },
    finish() {
      if (failure !== undefined) throw failure
    },
    usage: () => ({
      prompt: facts.promptTokens.length,
      completion: texts.reduce((sum, one) => sum + one.steps.length, 0) * copies(texts.length, run.samples),
    }),
    ranking: () =>
      texts
        .flatMap((one, sample) => indicesOf(sample).map((index) => ({ index, mean: meanLogprob(one.steps) })))
        .sort((a, b) => b.mean - a.mean || a.index - b.index)
        .map(({ index }) => index),
  }
}

/** A lane that has one text only gives it as often as it is asked for. */
const copies = (texts: number, samples: number): number => (texts === 1 ? samples : 1)

const meanLogprob = (steps: readonly StepRecord[]): number =>
  steps.reduce((sum, { logprob }) => sum + logprob, 0) / Math.max(1, steps.length)
