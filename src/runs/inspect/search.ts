import { decodeContexts } from '../../decoding/decode.ts'
import type { LanguageModel } from '../../decoding/model.ts'
import type { ModelContext } from '../../decoding/model-context.ts'
import { randomStreams } from '../../sampling/random.ts'
import type { SearchUse, StepUse } from '../../strategies/chain/definition.ts'
import type { BeamStep } from '../../strategies/searches/beam/look-at.ts'
import type { ContrastiveStep } from '../../strategies/searches/contrastive-look.ts'
import { stopTexts } from '../run/stop-texts.ts'
import { wordsOf } from '../run/text.ts'

/** What a search did in one step, beyond its chain. */
export type SearchStep = BeamStep | ContrastiveStep

interface SearchRequest {
  readonly model: LanguageModel
  readonly prompt: readonly number[]
  readonly steps: readonly StepUse[]
  readonly search: SearchUse
  readonly seed: number
  readonly sample: number
  readonly maxTokens: number
  /** As the run had them. */
  readonly stop?: readonly string[]
  /** What reads along: the model, then the amateurs. */
  readonly contexts: readonly ModelContext[]
  /** Tokens left in the context after the prompt. */
  readonly room: number
  /** Bytes of the first token that the prompt has already. */
  readonly taken: number
  /** The text up to the step, its own token last. */
  readonly tokens: readonly number[]
  readonly signal?: AbortSignal | undefined
}

/** Runs the search again up to the step; nothing where the inspected text is not one that it followed. */
export async function searchStep(request: SearchRequest): Promise<SearchStep | undefined> {
  const { model, tokens, search } = request
  const record = await recordUpTo(request, tokens.length - 1)
  return record && (search.definition.lookAt?.(record, tokens, wordsOf(model)) as SearchStep | undefined)
}

/** What every search's record has. */
interface SearchRecord {
  readonly steps: readonly unknown[]
}

async function recordUpTo(request: SearchRequest, step: number): Promise<SearchRecord | undefined> {
  const { model, prompt, steps, search, maxTokens, stop = [], contexts, room, taken, signal } = request
  const decoder = search.definition.create(search.parameters, {
    prompt,
    steps,
    limits: { maxTokens, room, endOfText: model.info.endOfText, isEnded: stopTexts(model, stop, taken) },
    streams: randomStreams(request.seed, request.sample),
    model: model.info,
    traceCandidates: 1,
    words: wordsOf(model, taken),
  })
  const enough = new AbortController()
  let record: SearchRecord | undefined
  await decodeContexts(
    contexts,
    [{ decoder, contexts: contexts.map((_, index) => index) }],
    (_, output) => {
      record = output.search as SearchRecord | undefined
      if (signal?.aborted || (record?.steps.length ?? 0) > step) enough.abort()
    },
    enough.signal,
  )
  signal?.throwIfAborted()
  return record
}
