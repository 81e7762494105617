import { mean as meanOf } from '../../../metrics/average.ts'
import { bits } from '../../ui/numbers.ts'
import { Term } from '../../ui/term.tsx'
import { usePage } from '../state/page.ts'
import type { LaneView } from './view.ts'

const HEIGHT = 40
/** Bits at full height; what is above is cut there. */
const TOP = 12

const heightOf = (value: number): string => (HEIGHT - (HEIGHT * Math.min(value, TOP)) / TOP).toFixed(1)

/**
 * Surprisal per token, one bar each, on the same scale in every lane; behind them the middle half of human
 * text.
 */
export function Spark({
  view: { sample, sampleIndex, run, laneRun, model, letter },
}: {
  readonly view: LaneView
}) {
  const { offer } = usePage()
  if (!sample || !run || sample.steps.length === 0) return null
  const surprisals = sample.steps.map(({ logprob }) => bits(-logprob))
  const mean = meanOf(surprisals)!.toFixed(1)
  const bars = surprisals.map((value, index) => `M${index + 0.5} ${HEIGHT}V${heightOf(value)}`).join('')
  const middleHalf = offer.value.models.find(({ id }) => id === model)?.human?.middleHalf
  const human = middleHalf && { low: bits(middleHalf.low), high: bits(middleHalf.high) }
  const words = human ? `; middle half of human text ${human.low.toFixed(1)} to ${human.high.toFixed(1)}` : ''
  const width = run.maxTokens
  return (
    <>
      <div class="spark-caption">
        <Term
          name="surprisal per token, bits"
          meaning={
            'How unexpected each token was to the model: −log₂ of the probability it gave ' +
            'it. A probability of a half is 1 bit, a quarter 2, a thousandth 10.'
          }
        />
        <span>
          {(laneRun?.samples.length ?? 1) > 1 && `sample ${sampleIndex + 1}: `}mean {mean}
        </span>
      </div>
      <svg
        class="spark-plot"
        viewBox={`0 0 ${width} ${HEIGHT}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={`Surprisal per token of lane ${letter}, mean ${mean} bits${words}`}
      >
        {human && (
          <path
            class="spark-human"
            d={`M0 ${heightOf(human.low)}V${heightOf(human.high)}H${width}V${heightOf(human.low)}Z`}
          />
        )}
        <path class="spark-base" d={`M0 ${HEIGHT}H${width}`} />
        <path class="spark-bars" d={bars} />
        <SparkCursor />
      </svg>
    </>
  )
}

function SparkCursor() {
  const step = usePage().marked.value
  return <path class="spark-cursor" d={step === undefined ? '' : `M${step + 0.5} -2V${HEIGHT + 2}`} />
}
