import type { ComponentChildren } from 'preact'
import { mean as meanOf } from '../../../metrics/average.ts'
import { ACROSS_MODELS, bitsPerByte } from '../../../runs/run/bits-per-byte.ts'
import { Button } from '../../ui/button.tsx'
import { useFocusAfter } from '../../ui/focus.ts'
import { count, plural, short } from '../../ui/numbers.ts'
import { ProgressBar } from '../../ui/progress-bar.tsx'
import { Term } from '../../ui/term.tsx'
import { again } from '../run/generate.ts'
import { type LaneRun, speedOf } from '../run/run.ts'
import { modelsOf } from '../settings/models-of.ts'
import type { HumanBaseline, OfferedMetric, OfferedModel } from '../settings/offer.ts'
import { usePage } from '../state/page.ts'
import { DefinitionsButton } from './definitions.tsx'
import { firstOf, isUncut, metricName, restOf, valueIn } from './metric-words.ts'
import { Scale } from './scale.tsx'
import { stopWords } from './stop-mark.ts'
import type { LaneView } from './view.ts'

/** A lane's measurements: label, value, scale. Ranges are the same in every lane. */
export function Metrics({ view }: { readonly view: LaneView }) {
  const { metrics, models } = usePage().offer.value
  const { run, laneRun, sample, isLive, key } = view
  useFocusAfter(
    `[data-key="${key}"] [data-do="continue"]`,
    isLive || sample?.stop !== 'stopped',
    `[data-focus="menu-${key}"]`,
  )
  if (!run || !laneRun || !sample) return null
  if (isLive) return <Progress view={view} />
  const measured = laneRun.samples.map((one) => one.metrics).filter((one) => one !== undefined)
  const model = models.find(({ id }) => id === view.model)
  // A person's text is no generated one to hold against human text.
  const human = view.isHuman ? undefined : model?.human
  const rowOf = (info: OfferedMetric) => (
    <Metric
      key={info.id}
      info={info}
      values={measured.flatMap((one) => one[info.id] ?? [])}
      model={model}
      human={human}
    />
  )
  const speed = speedOf(run, laneRun, view.now)
  return (
    <>
      <dl class="metrics-list">
        {firstOf(metrics).map(rowOf)}
        {speed > 0 && (
          <Wide name="speed">
            {short(speed)} <small class="ui-quiet">tokens/s</small>
          </Wide>
        )}
        {!view.isHuman && <Wide name="stopped">{stopWords(sample, run.phase)}</Wide>}
      </dl>
      {measured.length > 0 && (
        <div class="metrics-more">
          <details class="metrics-all" data-focus={`all-${view.key}`}>
            <summary>All metrics</summary>
            <dl class="metrics-list">{restOf(metrics).map(rowOf)}</dl>
          </details>
          <DefinitionsButton metrics={metrics} human={human} letter={view.letter} />
        </div>
      )}
      <AcrossModels view={view} />
      <GoOn view={view} />
    </>
  )
}

interface MetricProps {
  readonly info: OfferedMetric
  /** One a sample. */
  readonly values: readonly number[]
  readonly model: OfferedModel | undefined
  /** What the values are marked against. */
  readonly human: HumanBaseline | undefined
}

function Metric({ info, values, model, human }: MetricProps) {
  if (values.length === 0) return null
  const { id, summary, unit, scale } = info
  const isNats = unit === 'nats'
  const inBits = (value: number) => valueIn(info, value)
  const shown = values.map(inBits)
  const mean = meanOf(shown)!
  const { vocabularySize = 1 } = model ?? {}
  const norm = human?.measures[id]
  const mark = norm === undefined ? undefined : inBits(norm)
  const words = mark === undefined ? '' : `human text ${short(mark)}`
  return (
    <div class="metrics-row">
      <dt>
        <Term name={metricName(info)} meaning={summary} />
      </dt>
      <dd class="metrics-value">
        {isUncut(info, values, model) ? 'no cut' : short(mean)}
        {isNats && (
          <>
            {' '}
            <small class="ui-quiet">bits</small>
          </>
        )}
        {words && <span class="ui-hidden">, {words}</span>}
      </dd>
      <dd class="metrics-scale" aria-hidden="true" title={words ? `${words}: ${human?.source}` : undefined}>
        <Scale
          {...scale}
          values={shown}
          mean={mean}
          bound={inBits(isNats ? Math.log(vocabularySize) : vocabularySize)}
          mark={mark}
        />
      </dd>
    </div>
  )
}

const Wide = ({
  name,
  meaning,
  children,
}: {
  name: string
  meaning?: string
  children: ComponentChildren
}) => (
  <div class="metrics-row is-wide">
    <dt>{meaning === undefined ? name : <Term name={name} meaning={meaning} />}</dt>
    <dd class="metrics-value">{children}</dd>
  </div>
)

function Progress({ view: { run, laneRun, sample, now, letter } }: { readonly view: LaneView }) {
  if (!run || !laneRun || !sample) return null
  const speed = speedOf(run, laneRun, now)
  return (
    <>
      <ProgressBar
        class="ui-progress lane-progress"
        label={`Tokens of lane ${letter}`}
        share={sample.received / run.maxTokens}
        now={sample.received}
        most={run.maxTokens}
      />
      <p class="ui-small ui-quiet">
        {count(sample.received)} of {plural(run.maxTokens, 'token')}
        {speed > 0 && `, ${short(speed)} tokens/s`}
      </p>
    </>
  )
}

/** Beside a lane's metrics where the run has several models. */
export function AcrossModels({
  view: { run, laneRun },
}: {
  readonly view: Pick<LaneView, 'run' | 'laneRun'>
}) {
  if (!run || !laneRun || modelsOf(run.settings).length < 2) return null
  const value = bitsPerByteOf(laneRun)
  return (
    <>
      {value !== undefined && (
        <dl class="metrics-list">
          <Wide
            name="bits per byte"
            meaning="What the model needs for a byte of the text it wrote, on average."
          >
            {short(value)}
          </Wide>
        </dl>
      )}
      <p class="ui-small ui-quiet">{ACROSS_MODELS} The ≠ marks are shown between lanes of one model only.</p>
    </>
  )
}

/**
 * Bits a model needs for a byte of the texts it wrote: unlike figures per token, it compares across models.
 */
export const bitsPerByteOf = ({ samples }: Pick<LaneRun, 'samples'>): number | undefined =>
  bitsPerByte(samples.flatMap((sample) => sample.steps))

function GoOn({ view: { run, sample } }: { readonly view: LaneView }) {
  const page = usePage()
  if (!run || sample?.stop !== 'stopped' || run.phase === 'lost' || page.recorded) return null
  const isOne = run.lanes.length === 1
  return (
    <p class="lane-go-on ui-needs-js">
      <Button icon="play" class="is-small" data-do="continue" onClick={() => again(page)}>
        Continue {isOne ? '' : 'all lanes '}to {count(run.maxTokens)}
      </Button>
      <span class="ui-small ui-quiet">Same seed, same words as an unbroken run.</span>
    </p>
  )
}
