import { findingOf } from '../../../metrics/finding.ts'
import { usePage } from '../state/page.ts'
import type { LaneView } from './view.ts'

/** The one thing to know about a text, in a sentence: its loop, or where it lies beside human text. */
export function LoopNote({ view: { sample, loop, isLive, model } }: { readonly view: LaneView }) {
  const human = usePage().offer.value.models.find(({ id }) => id === model)?.human
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
    const finding = sample.metrics
      ? findingOf([{ metrics: sample.metrics, tokens: sample.steps }], human?.ranges)
      : undefined
    return (
      <p class="loopnote">
        <span>{finding ?? 'Does not end in a loop'}</span>
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
