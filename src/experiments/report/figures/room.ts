import { type Axis, ticksOf, tickText } from './scale.ts'

/** Where words have room in a figure: how wide they are drawn is estimated, as nothing measures them here. */

/** Of a figure of 12 px text. */
const CHARACTER = 6.8
/** Between two words in a row. */
const GAP = 6

export const widthOf = (words: string): number => words.length * CHARACTER

interface Tick {
  /** Its middle, in pixels. */
  readonly x: number
  readonly words: string
  /** Whether its words are written: of those that touch, powers of ten come first. */
  readonly isWritten: boolean
}

/** The ticks of an axis that runs across. @param toX pixels of a value */
export function ticksAcross(axis: Axis, toX: (value: number) => number): Tick[] {
  const ticks = ticksOf(axis).map((value) => ({ value, words: tickText(value), x: toX(value) }))
  const isRound = ({ value }: { value: number }) => Number.isInteger(Math.log10(Math.abs(value)))
  const written: typeof ticks = []
  for (const tick of [...ticks.filter(isRound), ...ticks.filter((one) => !isRound(one))]) {
    const isClear = written.every(
      (other) => Math.abs(other.x - tick.x) >= (widthOf(other.words) + widthOf(tick.words)) / 2 + GAP,
    )
    if (isClear) written.push(tick)
  }
  return ticks.map((tick) => ({ ...tick, isWritten: written.includes(tick) }))
}

interface Point {
  readonly x: number
  readonly y: number
}

interface Box {
  readonly left: number
  readonly right: number
  readonly top: number
  readonly bottom: number
}

/** Heights of a label's foot beside its rule, the nearest first, in pixels downwards. */
const HEIGHTS = [-4, 14, -9, 19, -15, 25, -22, 32]
const ASCENT = 10
const DESCENT = 3
/** Between a label and a line, which has dots. */
const CLEARANCE = 3

/**
 * Where a rule's label begins: as near to the rule as it finds a place that no line crosses, from the left.
 * @param paths of all lines of the panel
 * @param frame what the label must stay in
 */
export function placeOfLabel(
  label: string,
  y: number,
  paths: readonly (readonly Point[])[],
  frame: Box,
): Point {
  const width = widthOf(label)
  const columns = Math.max(1, Math.floor((frame.right - frame.left - width - 8) / 8))
  for (const height of HEIGHTS) {
    for (let column = 0; column <= columns; column++) {
      const place = { x: frame.left + 4 + 8 * column, y: y + height }
      const box = {
        left: place.x - CLEARANCE,
        right: place.x + width + CLEARANCE,
        top: place.y - ASCENT - CLEARANCE,
        bottom: place.y + DESCENT + CLEARANCE,
      }
      const isInside = box.right <= frame.right && box.top >= frame.top && box.bottom <= frame.bottom
      if (isInside && !paths.some((path) => crosses(path, box))) return place
    }
  }
  return { x: frame.left + 4, y: y - 4 }
}

/** Whether a line has a point in a box, looked at pixel by pixel. */
const crosses = (path: readonly Point[], { left, right, top, bottom }: Box): boolean =>
  path.some((from, index) => {
    const to = path[index + 1] ?? from
    const count = Math.ceil(Math.max(1, Math.abs(to.x - from.x), Math.abs(to.y - from.y)))
    return Array.from({ length: count + 1 }, (_, at) => at / count).some((share) => {
      const [x, y] = [from.x + share * (to.x - from.x), from.y + share * (to.y - from.y)]
      return x >= left && x <= right && y >= top && y <= bottom
    })
  })
