import { randomStreams } from '../../../sampling/random.ts'
import { sampleText } from '../copy/sample-text.ts'
import type { LaneView } from '../lane/view.ts'

/** The texts of a blind test: in an order that does not reveal their lanes, and cut to one length. */

export interface BallotText {
  readonly view: LaneView
  /** What is shown before the vote. */
  readonly text: string
}

/**
 * What is left of each text at least, in characters: one that ended early does not shorten the others more.
 */
const SHORTEST = 240

/**
 * Texts that have words, shuffled by the run's seed, so that everybody with the same link sees one order.
 * More than two are never left in the order of their lanes: the story, which runs the same seed, shows that
 * one. All are cut before the same length: where a text ends would separate a person's from a model's.
 */
export function ballotOf(views: readonly LaneView[], seed: number): BallotText[] {
  const written = views
    .map((view) => ({ view, text: view.sample ? tidy(sampleText(view.sample)) : '' }))
    .filter(({ text }) => text !== '')
  const length = Math.max(SHORTEST, Math.min(...written.map(({ text }) => text.length)))
  return shuffled(written, seed).map(({ view, text }) => ({ view, text: cut(text, length) }))
}

/** Blank lines and blanks at the ends are a tokenizer's habits. */
const tidy = (text: string): string =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .join('\n')

function cut(text: string, length: number): string {
  const start = text.slice(0, length)
  const isWhole = start.length === text.length || /\s/.test(text[length] ?? '')
  const words = isWhole ? start : start.slice(0, Math.max(0, start.search(/\s\S*$/)) || length)
  return `${words.trimEnd()} …`
}

/** Fisher and Yates, drawn from a stream of its own; drawn again where it changes nothing. */
function shuffled<Item>(items: readonly Item[], seed: number): Item[] {
  const draw = randomStreams(seed, 0)('blind-test')
  const order = [...items]
  let drawn = 0
  do {
    for (let last = order.length - 1; last > 0; last--) {
      const other = Math.floor(draw(drawn + last) * (last + 1))
      const moved = order[last]!
      order[last] = order[other]!
      order[other] = moved
    }
    drawn += order.length
  } while (order.length > 2 && order.every((item, index) => item === items[index]))
  return order
}

/** A text's name where votes are counted: "Human text", or "B Pure sampling". */
export const choiceOf = ({ isHuman, letter, name }: LaneView): string =>
  isHuman ? name : `${letter} ${name}`
