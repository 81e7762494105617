import type { StepView } from '../../runs/lab/step-view.ts'
import { drawnToken } from '../../words.ts'
import { count, percent, tick } from '../ui/numbers.ts'
import type { Frame } from './frame.ts'

/** What is written over and under the bars. */

interface Props {
  readonly view: StepView
  readonly frame: Frame
}

type Word = StepView['words'][number]

/** A number over each bar. */
export function Numbers({ view: { words, cut }, frame }: Props) {
  return (
    <>
      {words.map((word, rank) => {
        if (word.state === 'gone') return null
        const { level, text } = numberOf(word, rank, cut)
        const line = cut.kind === 'floor' || cut.kind === 'ceiling' ? cut.value : 0
        const isUnderLine = level < line && level > line - 0.08
        const top = frame.y(isUnderLine ? line : level)
        // The staircase starts on the first bar: its number goes inside, where the bar is tall enough.
        const isInside = (cut.kind === 'stairs' && rank === 0 && top < 0.86) || top < 0.06
        return (
          <text
            key={word.id}
            class={isInside && word.state === 'kept' ? 'plot-inside' : undefined}
            x={percent(frame.x(rank + 0.5))}
            y={percent(top)}
            dy={isInside ? 13 : -5}
            text-anchor="middle"
          >
            {text}
          </text>
        )
      })}
    </>
  )
}

function numberOf({ before, after, state }: Word, rank: number, cut: StepView['cut']) {
  if (cut.kind === 'logit') {
    const level = cut.logits[rank] ?? cut.lowest
    return { level, text: level.toFixed(1) }
  }
  const isReshaping = cut.kind === 'outline'
  const value = isReshaping && state === 'kept' ? after : before
  return { level: isReshaping ? Math.max(value, before) : value, text: tick(value) }
}

/** The words under their bars, and the ranks that are folded. */
export function WordLabels({ view: { words, folds }, frame }: Props) {
  const [first] = folds
  const last = folds.at(-1)
  return (
    <>
      {words.map((word, rank) => (
        <WordLabel key={word.id} word={word} x={percent(frame.x(rank + 0.5))} isSlanted={!frame.isRoomy} />
      ))}
      {first && last && (
        <text class="plot-axis" x={percent(frame.x(first.from))} y="100%" dx="6" dy="16">
          {`${count(first.from + 1)} to ${count(last.to)}`}
        </text>
      )}
    </>
  )
}

interface WordLabelProps {
  readonly word: Word
  readonly x: string
  readonly isSlanted: boolean
}

function WordLabel({ word: { token, state }, x, isSlanted }: WordLabelProps) {
  const name = state === 'kept' ? 'plot-word' : 'plot-word plot-struck'
  const text = token === '' ? '(empty)' : drawnToken(token)
  const whole = text !== token && token !== '' && <title>{token}</title>
  if (!isSlanted) {
    return (
      <text class={name} x={x} y="100%" dy="19" text-anchor="middle">
        {whole}
        {text}
      </text>
    )
  }
  return (
    <svg aria-hidden="true" x={x} y="100%" class="plot-slant">
      <text class={name} x="3" y="10" text-anchor="end" transform="rotate(-55 3 10)">
        {whole}
        {text}
      </text>
    </svg>
  )
}

/** Ranks instead of words: the first, the last that is drawn, and how many there are. */
export function RankLabels({ view: { words, size }, frame }: Props) {
  const last = words.length
  return (
    <>
      {[1, last].map((rank) => (
        <text
          key={rank}
          class="plot-axis"
          x={percent(frame.x(rank - 0.5))}
          y="100%"
          dy="16"
          text-anchor="middle"
        >
          {rank}
        </text>
      ))}
      {size > last && (
        <text class="plot-axis" x="100%" y="100%" dy="16" text-anchor="end">
          {count(size)}
        </text>
      )}
    </>
  )
}
