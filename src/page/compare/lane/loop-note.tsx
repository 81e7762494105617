import { useMemo } from 'preact/hooks'
import { findingOf } from '../../../metrics/finding.ts'
import { type Sample, textSteps } from '../run/run.ts'
import { usePage } from '../state/page.ts'
import { tailCount } from './tail.ts'
import type { LaneView } from './view.ts'

/** The one thing to know about a lane, from its measures; and the passage that its text repeats. */
export function LoopNote({ view }: { readonly view: LaneView }) {
  const finding = useFinding(view)
  const { sample, loop, isLive } = view
  // What helps is said beside the text.
  if (!sample || isLive || sample.steps.length === 0 || sample.hint !== undefined) return null
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
  return (
    <>
      {(finding ?? !loop) && (
        <p class="loopnote">
          <span>{finding ?? 'Does not end in a loop'}</span>
        </p>
      )}
      {loop && (
        <p class="loopnote">
          <span class="times">×{loop.times}</span>
          <span>
            <em>{phraseOf(sample, loop.starts[0]!, loop.length)}</em> repeats {loop.times} times from token{' '}
            {loop.starts[0]! + 1}
          </span>
        </p>
      )}
    </>
  )
}

const phraseOf = ({ steps }: Sample, start: number, length: number): string =>
  steps
    .slice(start, start + length)
    .map(({ text }) => text)
    .join('')
    .trim()

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
