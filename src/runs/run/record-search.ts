import type { LanguageModel } from '../../decoding/model.ts'
import { type BeamResult, type BeamTree, isBeamTree } from '../../strategies/searches/beam/tree.ts'
import { isPowerRecord, type PowerMove, type PowerRecord } from '../../strategies/searches/power/record.ts'
import type { BeamRecord, MovesRecord } from './events.ts'
import { wordsOf as textsOf } from './text.ts'

type Words = Pick<LanguageModel, 'nameOf' | 'bytesOf'>

/**
 * Puts a search's record into words: a beam's tree and power sampling's ends get the text of their tokens;
 * others stay as they are.
 */
export function recordSearch(model: Words, search: unknown): unknown {
  if (isPowerRecord(search)) return movesOf(model, search)
  return isBeamTree(search) ? wordsOf(model, search) : search
}

const movesOf = (model: Words, { kind, moves }: PowerRecord): MovesRecord => ({
  kind,
  moves: moves.map((move: PowerMove) => ({
    ...move,
    beforeText: textsOf(model).textOf(move.before),
    afterText: textsOf(model).textOf(move.after),
  })),
})

function wordsOf(model: Words, { kind, steps, finished, ranking }: BeamTree): BeamRecord {
  const withText = (result: BeamResult) => ({ ...result, text: textsOf(model).textOf(result.tokens) })
  return {
    kind,
    steps: steps.map((level) => level.map((child) => ({ ...child, text: model.nameOf(child.token) }))),
    finished: finished.map(withText),
    ranking: ranking.map(withText),
  }
}
