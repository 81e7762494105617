import { scaleLinear } from 'd3-scale'
import { FigureHead } from '../ui/data-table.tsx'
import { count, exactProbability, percent } from '../ui/numbers.ts'
import { ScrollRegion } from '../ui/scroll-region.tsx'
import type { LaneView } from './view.ts'

type Drawing = NonNullable<LaneView['drawing']>
type Tally = NonNullable<Drawing['rest']>
type Scale = (value: number) => number

/** Every word's count against the band that chance allows it. */
export function DrawTable({
  drawing,
  removedBy,
}: { readonly drawing: Drawing } & Pick<LaneView, 'removedBy'>) {
  const { counts, rest } = drawing
  const words = counts ?? []
  const furthest = Math.max(1, ...words.map((one) => Math.max(one.high, one.count)), rest?.high ?? 0)
  const scale = scaleLinear([0, furthest], [0.01, 0.99])
  return (
    <ScrollRegion label="Draws against chance">
      <table class="lab-draws">
        <thead>
          <tr>
            <th scope="col">word</th>
            <th scope="col" class="ui-number is-minor">
              probability
            </th>
            <FigureHead>expected</FigureHead>
            <FigureHead>drawn</FigureHead>
            <th scope="col">against chance</th>
          </tr>
        </thead>
        <tbody>
          {words.map(({ id, token, ...tally }, rank) => (
            <Row
              key={id}
              word={token || '(empty)'}
              tally={tally}
              scale={scale}
              gone={tally.probability === 0 ? cutBy(removedBy[rank] ?? null) : ''}
            />
          ))}
          {rest && <Row word="all other words" tally={rest} scale={scale} gone="" />}
        </tbody>
      </table>
    </ScrollRegion>
  )
}

const cutBy = (step: string | null): string =>
  step === null ? 'impossible from the start' : `cut by ${step}`

interface RowProps {
  readonly word: string
  readonly tally: Tally
  readonly scale: Scale
  /** Why the word cannot be drawn; empty where it can. */
  readonly gone: string
}

const Row = ({ word, tally, scale, gone }: RowProps) => (
  <tr>
    <th scope="row">{word}</th>
    <td class="ui-number is-minor">{exactProbability(tally.probability)}</td>
    <td class="ui-number">{tally.expected.toFixed(1)}</td>
    <td class="ui-number">
      <b>{count(tally.count)}</b>
    </td>
    <td class="lab-chance">
      {gone ? <span class="ui-quiet">{gone}</span> : <Band tally={tally} scale={scale} />}
    </td>
  </tr>
)

function Band({ tally, scale }: Pick<RowProps, 'tally' | 'scale'>) {
  const { low, high, expected, count: drawn } = tally
  const verdict = drawn < low ? 'below the band' : drawn > high ? 'above the band' : 'within the band'
  const at = (value: number) => percent(scale(value))
  return (
    <svg class="lab-band" role="img" aria-label={`drawn ${drawn}, ${verdict} ${low} to ${high}`}>
      <rect
        class="lab-band-range"
        x={at(low)}
        y="4"
        width={percent(scale(high) - scale(low))}
        height="10"
        rx="2"
      />
      <line class="lab-band-expected" x1={at(expected)} x2={at(expected)} y1="2" y2="16" />
      <circle class="lab-band-drawn" cx={at(drawn)} cy="9" r="4" />
    </svg>
  )
}
