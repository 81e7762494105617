import { short } from '../../ui/numbers.ts'
import { Scale } from '../lane/scale.tsx'
import type { LaneView, Shows } from '../lane/view.ts'
import { isRunning } from '../run/run.ts'
import type { OfferedMetric } from '../settings/offer.ts'
import { usePage } from '../state/page.ts'
import { SampleList } from './list.tsx'
import { SampleTree } from './tree.tsx'

export const SHOWS: Readonly<Record<Shows, { readonly title: string }>> = {
  one: { title: 'One' },
  list: { title: 'List' },
  tree: { title: 'Tree' },
}

/** A lane's samples together. */
export const SampleSet = ({ view }: { readonly view: LaneView }) =>
  view.shows === 'tree' ? <SampleTree view={view} /> : <SampleList view={view} />

/** What the ends of each scale mean; names and rules come from the metrics themselves. */
const ENDS = [
  ['unique-share', '1: no two samples are the same text'],
  ['bigram-overlap', '0: nothing in common, 1: all the same'],
  ['self-bleu-4', '0: nothing in common, 1: each is made of the others’ phrases'],
] as const

/** How alike the samples are. */
export function SampleMeasures({ view: { run, laneRun } }: { readonly view: LaneView }) {
  const { setMetrics } = usePage().offer.value
  if (!run || !laneRun) return null
  const note = isRunning(run)
    ? 'How alike they are is measured when the run ends.'
    : laneRun.samples.some(({ growth }) => growth)
      ? 'How alike the samples are was measured on the texts as they ran; restore them to see it.'
      : laneRun.metrics
        ? ''
        : 'The run did not reach its end, so how alike the samples are was not measured.'
  if (note) return <p class="sample-note">{note}</p>
  return (
    <dl class="sample-measures">
      {ENDS.map(([id, ends]) => {
        const info = setMetrics.find((one) => one.id === id)
        return info && <Measure key={id} info={info} value={laneRun.metrics?.[id]} ends={ends} />
      })}
    </dl>
  )
}

interface Props {
  readonly info: OfferedMetric
  readonly value: number | null | undefined
  readonly ends: string
}

function Measure({ info: { title, summary }, value, ends }: Props) {
  const isMeasured = typeof value === 'number'
  return (
    <div>
      <dt>{title}</dt>
      <dd class="sample-value">{isMeasured ? short(value) : 'too short'}</dd>
      <dd class="metrics-scale" aria-hidden="true">
        {isMeasured && <Scale kind="linear" values={[value]} mean={value} bound={1} mark={undefined} />}
      </dd>
      <dd class="sample-meaning">
        {summary} {ends}.
      </dd>
    </div>
  )
}
