import type { LanguageModel } from '../../decoding/model.ts'
import { type BeamResult, type BeamTree, isBeamTree } from '../../strategies/searches/beam/tree.ts'
import type { BeamRecord } from './events.ts'
import { createTextStream } from './text.ts'

type Words = Pick<LanguageModel, 'nameOf' | 'bytesOf'>

/** Puts a search's record into words: a beam's tree gets the text of its tokens; others stay as they are. */
export function recordSearch(model: Words, search: unknown): unknown {
  return isBeamTree(search) ? wordsOf(model, search) : search
}

function wordsOf(model: Words, { kind, steps, finished, ranking }: BeamTree): BeamRecord {
  const withText = (result: BeamResult) => ({ ...result, text: textOf(model, result.tokens) })
  return {
    kind,
    steps: steps.map((level) => level.map((child) => ({ ...child, text: model.nameOf(child.token) }))),
    finished: finished.map(withText),
    ranking: ranking.map(withText),
  }
}

function textOf(model: Words, tokens: readonly number[]): string {
  const stream = createTextStream(model)
  stream.update(tokens)
  return stream.text
}
