import type { LanguageModel } from '../../decoding/model.ts'
import type { ModelContext } from '../../decoding/model-context.ts'
import { amateurOf } from '../../strategies/chain/chain.ts'
import type { Amateur } from '../../strategies/chain/definition.ts'
import type { LaneRequest } from '../request/lane.ts'
import type { Start } from '../request/prompt.ts'
import type { RunRequest } from '../request/request.ts'
import { isSame, type RunModels, sharesVocabulary } from './run-models.ts'

/** What reads a lane's text: its own model first, then the amateurs of its steps, in their order. */
export interface LaneContexts {
  /** Indices into the run's contexts. */
  readonly contexts: readonly number[]
  /** Fewest tokens left in the context of any of them. */
  readonly room: number
  /** Why one of the amateurs cannot read along, in a sentence; its context is then left out. */
  readonly missing?: string
}

/** The contexts of a run: lanes of one model share one, and so do amateurs that see the same. */
export function createModelContexts(models: RunModels, request: RunRequest) {
  const contexts: ModelContext[] = []
  const prefixOf = ({ prefix }: Start) => (request.replay ? [] : prefix)
  const needsHidden = (model: LanguageModel) =>
    model.info.hasHiddenStates &&
    request.lanes.some(
      (lane) => models.of(lane.model) === model && lane.chain.search.definition.needsHiddenStates === true,
    )

  function indexOf(model: LanguageModel, start: Start, window?: number): number {
    const known = contexts.findIndex(
      (one) => one.model === model && one.window === window && isSame(one.prompt, start.prompt),
    )
    if (known >= 0) return known
    const hidden = window === undefined && needsHidden(model)
    const sight = window === undefined ? {} : { window }
    return contexts.push({ model, prompt: start.prompt, prefix: prefixOf(start), hidden, ...sight }) - 1
  }

  return {
    contexts,
    of(lane: LaneRequest, start: Start): LaneContexts {
      const model = models.of(lane.model)
      const read = start.prompt.length + prefixOf(start).length
      const own = indexOf(model, start)
      const amateurs = amateursOf(lane).map(({ model: id, window }) => ({
        id,
        reader: id === undefined ? model : models.of(id),
        window,
      }))
      const room = model.info.contextLength - read
      const missing = amateurs.map((amateur) => faultOf(lane, model, amateur, read)).find(Boolean)
      if (missing !== undefined) return { contexts: [own], room, missing }
      const lengths = amateurs
        .filter(({ window }) => window === undefined)
        .map(({ reader }) => reader.info.contextLength - read)
      return {
        contexts: [own, ...amateurs.map(({ reader, window }) => indexOf(reader, start, window))],
        room: Math.min(room, ...lengths),
      }
    },
  }
}

interface ReadingAmateur {
  /** As the lane names its model; absent for `same`. */
  readonly id: string | undefined
  readonly reader: LanguageModel
  readonly window: number | undefined
}

/** The amateurs of a lane's steps, in their order. */
export const amateursOf = ({ chain }: LaneRequest): Amateur[] =>
  chain.steps.flatMap((use) => amateurOf(use) ?? [])

/** @param read tokens it starts behind */
function faultOf(
  { lane }: LaneRequest,
  model: LanguageModel,
  { id: named, reader, window }: ReadingAmateur,
  read: number,
): string | undefined {
  const { id, contextLength } = reader.info
  // The step passes the expert through where the amateur is `same` and sees all of the text; scores of a
  // model against itself under another name would be 0 up to rounding, and noise would choose.
  if (named !== undefined && reader === model) {
    return `"${lane}" names its own model as the amateur; write "same" for it.`
  }
  if (!sharesVocabulary(model, reader)) {
    return (
      `"${lane}" needs an amateur with the vocabulary of ${model.info.id}, and ${id} has another; name ` +
      'a model of the same family, or "same".'
    )
  }
  if (window === undefined && read >= contextLength) {
    return (
      `"${lane}" has ${id} read ${read} tokens, and it reads ${contextLength} with the continuation ` +
      'included; give it an amateur-window.'
    )
  }
  return undefined
}
