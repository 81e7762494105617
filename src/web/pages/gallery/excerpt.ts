import type { ShownText } from '../../../experiments/harness/definition.ts'
import { loopWatch } from '../../../metrics/loop-watch.ts'
import { beginsSentence, phraseStart } from '../../../metrics/phrase-start.ts'
import { type TailLoop, tailLoop } from '../../../metrics/tail-loop.ts'
import type { Excerpt } from '../../../page/gallery/props.ts'

/** Words a specimen shows: of a loop what leads into it and its first copies, else the beginning. */
const LEAD = 12
const MOST = 32
const COPIES = 3

/**
 * A text in a card: its beginning, or what leads into its loop and the loop's first copies, both from where a
 * sentence begins. How often the phrase repeats does not depend on where it is read from.
 */
export function excerptOf({ text, stop }: ShownText): Excerpt {
  const words = wordsOf(text)
  const loop = loopOf(words, stop)
  if (!loop) {
    const start = joined(words.slice(0, MOST)) + (words.length > MOST ? ' …' : '')
    return { start, copies: [], times: 0 }
  }
  const pieces = words.map((word) => ` ${word}`)
  const first = phraseStart(pieces, loop)
  const from = leadStart(pieces, first)
  const shown = Math.max(1, Math.min(loop.times, COPIES, Math.floor(MOST / loop.length)))
  const copies = Array.from({ length: shown }, (_, copy) => {
    const start = first + copy * loop.length
    return joined(words.slice(start, start + loop.length))
  }).filter(Boolean)
  const lead = joined(words.slice(from, first))
  return { start: (from > 0 ? '… ' : '') + lead, copies, times: loop.times }
}

/**
 * Where the lead begins: with a sentence, if one begins soon enough before the loop; or with the loop, if
 * that does.
 */
function leadStart(pieces: readonly string[], loop: number): number {
  const near = Math.max(0, loop - MOST)
  const starts = Array.from({ length: loop - near }, (_, index) => near + index).filter((at) =>
    beginsSentence(pieces, at),
  )
  return (
    starts.findLast((at) => at <= loop - LEAD) ??
    starts[0] ??
    (beginsSentence(pieces, loop) ? loop : Math.max(0, loop - LEAD))
  )
}

const wordsOf = (text: string): string[] => text.split(/\s+/).filter(Boolean)
const joined = (words: readonly string[]): string => words.join(' ')

/**
 * The loop a text ends in, in words, or else the longest that it left again, where that is as long as what a
 * card shows. A text that was cut off may end in half a word.
 */
function loopOf(words: readonly string[], stop: string): TailLoop | null {
  const names = [...new Set(words)]
  const ids = words.map((word) => names.indexOf(word))
  return tailLoop(ids) ?? (stop === 'length' ? tailLoop(ids.slice(0, -1)) : null) ?? longestInside(ids)
}

function longestInside(words: readonly number[]): TailLoop | null {
  const covered = ({ length, times }: TailLoop) => length * times
  const watch = loopWatch()
  const loops = words.map((word) => watch.push(word)).filter((loop) => loop !== null)
  const [longest] = loops.toSorted((one, other) => covered(other) - covered(one))
  return longest && covered(longest) >= MOST ? longest : null
}
