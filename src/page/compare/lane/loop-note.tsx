import { useMemo } from 'preact/hooks'
import { findingOf } from '../../../metrics/finding.ts'
import { phraseStart } from '../../../metrics/phrase-start.ts'
import type { Recurrence } from '../../../metrics/recurrence.ts'
import { LoopCount } from '../../ui/loop.tsx'
import { type Sample, textSteps } from '../run/run.ts'
import { usePage } from '../state/page.ts'
import { tailCount } from './tail.ts'
import type { LaneView } from './view.ts'

/** The one thing to know about a lane, from its measures; and the passage that its text repeats. */
export function LoopNote({ view }: { readonly view: LaneView }) {
  const finding = useFinding(view)
  const { sample, loop, isLive } = view
  // The remedy is shown beside the text.
  if (!sample || isLive || sample.steps.length === 0 || sample.hint !== undefined) return null
  if (sample.stop === 'end-of-text' && sample.steps.length === 1) {
    return (
      <p class="loop-note">
        <span>
          Ended at once, with no text: wide beams are known to prefer the empty continuation, the shortest
          there is.
        </span>
      </p>
    )
  }
  return (
    <>
      {(finding ?? !loop) && (
        <p class="loop-note">
          <span>{finding ?? (sample.stop === 'stopped' ? 'No loop so far' : 'No loop')}</span>
        </p>
      )}
      <Copies view={view} />
    </>
  )
}

/** The passage that a text repeats, and how often. */
export const Copies = ({ view: { sample, loop } }: { readonly view: LaneView }) =>
  sample && loop ? (
    <p class="loop-note">
      <LoopCount times={loop.times} />
      <span>
        <em>{phraseOf(sample, loop)}</em> repeats from token {loop.starts[0]! + 1}
      </span>
    </p>
  ) : null

/**
 * A loop's phrase, from where a sentence begins in it; where copies are apart, no further than the first
 * goes.
 */
function phraseOf({ steps }: Sample, { starts, length }: Recurrence): string {
  const pieces = steps.map(({ text }) => text)
  const start = starts[0]!
  const from = phraseStart(pieces, { start, length })
  const to = starts[1] === start + length ? from + length : start + length
  return pieces.slice(from, to).join('').trim()
}

/** Of all samples of the lane that came to their end. */
function useFinding({ laneRun, model, isLive }: LaneView): string | undefined {
  const ranges = usePage().offer.value.models.find(({ id }) => id === model)?.human?.ranges
  const samples = laneRun?.samples
  return useMemo(() => {
    if (isLive || !samples?.every(({ metrics }) => metrics)) return undefined
    const texts = samples.map((sample) => {
      const tokens = textSteps(sample)
      return { metrics: sample.metrics ?? {}, tokens, tail: tailCount(tokens) }
    })
    return findingOf(texts, ranges)
  }, [samples, isLive, ranges, samples?.at(-1)?.metrics])
}
