import { atMost } from '../../../words.ts'
import { onOneLine, startOf } from '../pieces.ts'
import { type Child, type Fate, fatesAt, type Levels, pathTo, textOf } from './tree.ts'

/**
 * The growth of a beam: a column a token, a row a rank, lines from each child to its parent. What no longer
 * leads anywhere stays, in grey.
 */
interface Props {
  readonly levels: Levels
  readonly step: number
  /** Index of the text at this token that is traced. */
  readonly picked: number
  /** Most tokens shown, up to `step`. */
  readonly columns: number
  readonly pick: (index: number) => void
}

/** In pixels. */
export const COLUMN = 92
const ROW = 24
const HEAD = 24
/** Where a line leaves and meets a word, from the left of a column. */
const [WORD, JOINT] = [22, 16]
const MOST_CHARACTERS = 9
/** About the width of a character. */
const CHARACTER = 7

const middle = (row: number): number => HEAD + row * ROW + ROW / 2

export function Lattice({ levels, step, picked, columns, pick }: Props) {
  const first = Math.max(0, step - columns + 1)
  const fates = fatesAt(levels, step)
  const path = new Set(pathTo(levels, step, picked).map(({ index }, at) => `${at}.${index}`))
  const shown = levels.slice(first, step + 1)
  const kindOf = (at: number, index: number) =>
    path.has(`${at}.${index}`) ? 'traced' : (fates[at]?.[index] ?? 'gone')
  const width = shown.length * COLUMN + 4
  const height = HEAD + Math.max(...levels.map((level) => level.length)) * ROW + 4
  return (
    <svg
      class="beam-lattice"
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
      aria-hidden="true"
    >
      {(['gone', 'finished', 'running', 'traced'] as const).map((kind) => {
        const d = linesOf(levels, first, step, (at, index) => kindOf(at, index) === kind)
        return d && <path key={kind} class={`is-${kind}`} d={d} />
      })}
      {shown.map((level, column) => {
        const at = first + column
        return (
          <>
            <text class={`beam-step${at === step ? ' is-now' : ''}`} x={column * COLUMN + WORD} y="15">
              {at + 1}
            </text>
            {level.map((child, index) => (
              <Word
                key={`${at}.${index}`}
                {...{ child, column, index, at }}
                kind={kindOf(at, index)}
                pick={at === step ? () => pick(index) : undefined}
              />
            ))}
          </>
        )
      })}
    </svg>
  )
}

function linesOf(
  levels: Levels,
  first: number,
  step: number,
  isOf: (at: number, index: number) => boolean,
): string {
  const lines = levels.slice(first, step + 1).flatMap((level, column) => {
    const at = first + column
    return level.flatMap(({ parent }, index) => {
      const before = levels[at - 1]?.[parent]
      return isOf(at, index) ? lineFrom(column, index, parent, before ? wordOf(before) : '') : []
    })
  })
  return lines.join('')
}

/** From the end of the parent's word to the child's. @param before the parent's word */
function lineFrom(column: number, row: number, parent: number, before: string): string {
  const [x, y] = [column * COLUMN + JOINT, middle(row)]
  if (parent < 0) return `M${x - 10} ${y}H${x}`
  const start = Math.min(x - 16, x - JOINT - COLUMN + WORD + 4 + CHARACTER * before.length)
  return `M${start} ${middle(parent)}H${x - 16}C${x - 6} ${middle(parent)} ${x - 10} ${y} ${x} ${y}`
}

interface WordProps {
  readonly child: Child
  readonly column: number
  readonly index: number
  readonly at: number
  readonly kind: Fate | 'traced'
  /** Traces this text; of the last step only. */
  readonly pick: (() => void) | undefined
}

function Word({ child, column, index, at, kind, pick }: WordProps) {
  const { text, finished, kept, logProbability } = child
  const [x, y] = [column * COLUMN, middle(index)]
  const state = finished ? 'ended' : kept ? 'stayed' : 'pruned'
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the table below has a button for each
    <g
      class={`beam-node is-${kind}${kept || finished ? '' : ' is-pruned'}`}
      data-pick={pick && index}
      onClick={pick}
    >
      <title>
        token {at + 1}, {state}: {onOneLine(text)}, Σ ln P {logProbability.toFixed(2)}
      </title>
      <rect x={x + JOINT} y={y - 11} width={COLUMN - JOINT - 10} height="22" rx="3" />
      <text x={x + WORD} y={y + 4.5}>
        {wordOf(child)}
      </text>
    </g>
  )
}

function wordOf({ text, finished }: Child): string {
  const cut = atMost(onOneLine(text) || '·', MOST_CHARACTERS)
  return finished ? `${cut} ■` : cut
}

/** What the picture shows, in a sentence. */
export function latticeWords(levels: Levels, step: number): string {
  const level = levels[step] ?? []
  const kept = level.filter((child) => child.kept).length
  const ended = level.filter((child) => child.finished).length
  const best = startOf(onOneLine(textOf(pathTo(levels, step, 0))), 90)
  return (
    `Token ${step + 1} of ${levels.length}: ${level.length} looked at, ${kept} stay, ${ended} end ` +
    `here, ${level.length - kept - ended} pruned. Likeliest: ${best}`
  )
}
