import type { LanguageModel } from '../../decoding/model.ts'
import { UserError } from '../../errors.ts'
import { amateurOf } from '../../strategies/chain/chain.ts'
import { encodeStart, type Start } from '../request/prompt.ts'
import type { RunRequest } from '../request/request.ts'

/** The loaded models of one run. */
export interface RunModels {
  /** The model of an id; the run's own where there is none. */
  of(id: string | undefined): LanguageModel
}

/** Ids of the models a request names besides the run's own: its lanes' and their amateurs'. */
export function modelsNamed({ lanes }: Pick<RunRequest, 'lanes'>): string[] {
  const ids = lanes.flatMap(({ model, chain }) => [model, ...chain.steps.map((use) => amateurOf(use)?.model)])
  return [...new Set(ids.filter((id) => id !== undefined))]
}

/** @param others by id; all that `modelsNamed` lists */
export function runModels(main: LanguageModel, others: ReadonlyMap<string, LanguageModel>): RunModels {
  return {
    of(id = main.info.id) {
      const model = others.get(id) ?? (id === main.info.id ? main : undefined)
      if (!model) throw new Error(`the model ${id} was not loaded for this run`)
      return model
    },
  }
}

/**
 * Where each model that has a lane starts: one prompt, in each one's own tokens.
 * @throws UserError `prompt-too-long`, or `bad-request` for a prefix that not all of them can read
 */
export function encodeStarts(models: RunModels, request: RunRequest): ReadonlyMap<LanguageModel, Start> {
  const used = new Set(request.lanes.map(({ model }) => models.of(model)))
  const [first, ...others] = used
  const stranger = others.find((other) => !sharesVocabulary(first!, other))
  if (request.prefix.length > 0 && stranger) {
    throw new UserError(
      'bad-request',
      `prefix lists tokens, and ${first!.info.id} and ${stranger.info.id} have different ones; run ` +
        'one model, or give text in insert.',
    )
  }
  return new Map([...used].map((model) => [model, encodeStart(model, request)]))
}

/** Whether token ids mean the same to both. */
export function sharesVocabulary(one: LanguageModel, other: LanguageModel): boolean {
  const { vocabularySize } = one.info
  if (one === other) return true
  if (vocabularySize !== other.info.vocabularySize) return false
  for (let id = 0; id < vocabularySize; id++) {
    const [mine, theirs] = [one.bytesOf(id), other.bytesOf(id)]
    // A special token has no bytes and goes by its name; the same token may be special to one of them
    // only.
    const isSpecial = mine.length === 0 || theirs.length === 0
    if (isSpecial ? one.nameOf(id) !== other.nameOf(id) : !isSame(mine, theirs)) return false
  }
  return true
}

/** Equal lists of numbers. */
export const isSame = (one: ArrayLike<number>, other: ArrayLike<number>): boolean => {
  if (one.length !== other.length) return false
  for (let index = 0; index < one.length; index++) if (one[index] !== other[index]) return false
  return true
}
