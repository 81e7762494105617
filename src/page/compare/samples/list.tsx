import { Fragment } from 'preact'
import { LoopCopy, LoopCount } from '../../ui/loop.tsx'
import { sampleText } from '../copy/sample-text.ts'
import { stopMark } from '../lane/stop-mark.ts'
import { type LaneView, loopOf } from '../lane/view.ts'
import { flat } from '../pieces.ts'
import type { Sample } from '../run/run.ts'
import { usePage } from '../state/page.ts'
import { showSample } from './show.ts'

/** All samples of a lane, a few lines each; one pressed becomes the lane's text. */
export function SampleList({ view: { key, letter, laneRun, sampleIndex } }: { readonly view: LaneView }) {
  const page = usePage()
  const samples = laneRun?.samples ?? []
  const twins = twinsOf(samples)
  return (
    <ol class="sample-list" aria-label={`Samples of lane ${letter}`}>
      {samples.map((sample, index) => {
        const twin = twins[index]
        return (
          <li key={index}>
            <button
              type="button"
              class="sample-row"
              data-index={index}
              data-focus={`list-${key}-${index}`}
              aria-current={index === sampleIndex ? 'true' : undefined}
              onClick={() => showSample(page, key, index)}
            >
              <b class="sample-number">{index + 1}</b>
              <span class="sample-words">
                <Words sample={sample} />
                {sample.stop !== undefined && <span class="stop-mark">{stopMark(sample)}</span>}
                {twin !== undefined && <span class="stop-mark">same as {twin + 1}</span>}
              </span>
            </button>
          </li>
        )
      })}
    </ol>
  )
}

/** The earlier sample that each one repeats, if any. */
function twinsOf(samples: readonly Sample[]): (number | undefined)[] {
  const seen = new Map<string, number>()
  return samples.map(({ steps, stop }, index) => {
    if (stop === undefined) return undefined
    const text = steps.map(({ token }) => token).join()
    const twin = seen.get(text)
    if (twin === undefined) seen.set(text, index)
    return twin
  })
}

/** Copies of a loop alternate between a single and a double line. */
function Words({ sample }: { readonly sample: Sample }) {
  const { steps, stop } = sample
  const length = stop === 'end-of-text' ? steps.length - 1 : steps.length
  const words = (from: number, to: number) => flat(sampleText({ steps: steps.slice(from, to) }))
  const loop = loopOf(sample)
  if (!loop) return <>{words(0, length)}</>
  const { starts, times } = loop
  const ends = starts.map((start) => start + loop.length)
  return (
    <>
      {words(0, starts[0]!)}
      {starts.map((start, copy) => (
        <Fragment key={copy}>
          <LoopCopy isOdd={copy % 2 === 1}>{words(start, ends[copy]!)}</LoopCopy>
          {words(ends[copy]!, starts[copy + 1] ?? ends[copy]!)}
        </Fragment>
      ))}
      <LoopCount times={times} />
      {words(ends.at(-1)!, length)}
    </>
  )
}
