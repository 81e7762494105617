import { uncapital } from '../../../words.ts'
import { growthsAlong } from '../branch/branch.ts'
import { isForced } from '../branch/in-words.ts'
import { HEATS, type HeatName, levelOf } from '../lane/heat.tsx'
import { stopMark } from '../lane/stop-mark.ts'
import type { LaneView } from '../lane/view.ts'
import { chainOf } from '../settings/facts.tsx'
import { MONO, type PictureTools, SANS, SERIF } from './frame.tsx'
import { layOut } from './layout.ts'

/** A lane in a picture: its name, its chain, its text with the tints. */

const TEXT = { size: 17, lineHeight: 29 }
const HEAD = 62
/** How high each level of the tide is; as in the style sheet. */
const TIDE = [0, 0.16, 0.38, 0.68, 1]

interface Props extends PictureTools {
  readonly view: LaneView
  readonly heat: HeatName
  readonly x: number
  readonly width: number
}

type Lines = ReturnType<typeof layOut>

/** @returns what the text of a lane takes, in pixels */
export const columnHeight = (props: Props): number => HEAD + linesOf(props).lines * TEXT.lineHeight + 28

const linesOf = ({ view, width, measure }: Props): Lines =>
  layOut(
    (view.sample?.steps ?? []).map(({ text }) => text),
    width,
    measure(`400 ${TEXT.size}px ${SERIF}`),
  )

export function LaneColumn(props: Props) {
  const { view, heat, x, width, ink } = props
  const colour = ink(view.isHuman ? '--ink' : `--lane-${view.className.charAt('ui-lane-'.length)}`)
  const { placed, lines } = linesOf(props)
  const yOf = (line: number) => HEAD + 22 + line * TEXT.lineHeight
  return (
    <g transform={`translate(${x},0)`}>
      <path d={`M0 0H${width}`} stroke={colour} stroke-width="3" />
      <rect y="14" width="20" height="20" rx="4" fill={colour} />
      <g font-family={SANS} font-weight="600">
        <text x="10" y="28" font-size="12" text-anchor="middle" fill={ink('--on-ink')}>
          {view.letter}
        </text>
        <text x="28" y="29" font-size="15" fill={ink('--ink')}>
          {view.name}
        </text>
      </g>
      <text y="50" font-family={MONO} font-size="11" fill={ink('--ink-3')}>
        {chainOf(view)}
      </text>
      {placed.map((one, index) => {
        const step = view.sample!.steps[one.token]!
        const level = heat === 'off' ? 0 : levelOf(heat, step)
        const height = TIDE[level]! * (TEXT.lineHeight - 4)
        return level === 0 ? null : (
          <rect
            key={index}
            x={one.x}
            y={yOf(one.line) + 7 - height}
            width={one.width}
            height={height}
            rx="2"
            fill={ink(`--${heat === 'entropy' ? 'cool' : 'heat'}-${level}`)}
          />
        )
      })}
      {placed
        .filter((one) => isForced(view.sample, one.token))
        .map((one, index) => (
          <path
            key={index}
            class="by-hand"
            d={`M${one.x} ${yOf(one.line) + 5}h${one.width}`}
            stroke={colour}
            stroke-width="2"
            stroke-dasharray="4 2"
          />
        ))}
      <g font-family={SERIF} font-size={TEXT.size} fill={ink('--ink')}>
        {placed.map((one, index) => (
          <text key={index} x={one.x} y={yOf(one.line)}>
            {one.text}
          </text>
        ))}
      </g>
      <text y={yOf(lines) - 4} font-family={SANS} font-size="11" fill={ink('--ink-3')}>
        {view.sample && !view.isHuman ? stopMark(view.sample) : ''}
      </text>
    </g>
  )
}

/** What the dashes mean, where there are any. */
export const branchNote = (views: readonly LaneView[]): string =>
  views.some(({ sample }) => growthsAlong(sample).size > 0)
    ? 'Dashes below words: a person put these there, and the model went on behind them'
    : ''

/** What the tints mean, in a line. */
export const heatWords = (heat: HeatName): string => {
  if (heat === 'off') return ''
  const { of, legend, note } = HEATS[heat]
  return `Tints: ${uncapital(of)}, from ${legend[0]} (none) to ${legend.at(-1)}; ${note}`
}
