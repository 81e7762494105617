import { escapeHtml } from '../../../../public/js/html.js'
import type { ShownText } from '../../../experiments/harness/definition.ts'
import { type TailLoop, tailLoop } from '../../../metrics/tail-loop.ts'

/** Words a specimen shows: of a loop what leads into it and its first copies, else the beginning. */
const LEAD = 12
const MOST = 32
const COPIES = 3

/** A text in a card: short, and where it ends in a loop, the loop underlined and counted. */
export function specimenHtml({ text, stop }: ShownText): string {
  const words = wordsOf(text)
  const loop = loopOf(words, stop)
  if (!loop) return escapeHtml(joined(words.slice(0, MOST)) + (words.length > MOST ? ' …' : ''))
  const from = Math.max(0, loop.start - LEAD)
  const shown = Math.max(1, Math.min(loop.times, COPIES, Math.floor(MOST / loop.length)))
  const copies = Array.from({ length: shown }, (_, copy) => {
    const start = loop.start + copy * loop.length
    return `<span class="loop${copy % 2 === 1 ? ' odd' : ''}">${escapeHtml(joined(words.slice(start, start + loop.length)))}</span>`
  })
  const lead = escapeHtml(joined(words.slice(from, loop.start)))
  return `${from > 0 ? '… ' : ''}${lead} ${copies.join(' ')}<span class="times">×${loop.times}</span>`
}

const wordsOf = (text: string): string[] => text.split(/\s+/).filter(Boolean)
const joined = (words: readonly string[]): string => words.join(' ')

/** The loop a text ends in, in words. A text that was cut off may end in half a word. */
function loopOf(words: readonly string[], stop: string): TailLoop | null {
  const names = [...new Set(words)]
  const ids = words.map((word) => names.indexOf(word))
  return tailLoop(ids) ?? (stop === 'length' ? tailLoop(ids.slice(0, -1)) : null)
}
