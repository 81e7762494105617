import type { LaneView } from './view.ts'

/** What degenerated, in a sentence. */
export function LoopNote({ view: { sample, loop, isLive } }: { readonly view: LaneView }) {
  if (!sample || isLive || sample.steps.length === 0) return null
  if (sample.stop === 'end-of-text' && sample.steps.length === 1) {
    return (
      <p class="loopnote">
        <span>
          Ended at once, with no text: wide beams are known to prefer the empty continuation, the shortest
          there is.
        </span>
      </p>
    )
  }
  if (!loop) {
    return (
      <p class="loopnote">
        <span>Does not end in a loop</span>
      </p>
    )
  }
  const { start, length, times } = loop
  const phrase = sample.steps.slice(start, start + length).map(({ text }) => text)
  return (
    <p class="loopnote">
      <span class="times">×{times}</span>
      <span>
        <em>{phrase.join('').trim()}</em> repeats {times} times from token {start + 1}
      </span>
    </p>
  )
}
