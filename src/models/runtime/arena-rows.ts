import { CacheArena, type CacheShape } from './cache-arena.ts'

/** Rows that an arena starts with; it doubles from there. */
const FIRST_ROWS = 8

/** One row of an arena with the text it holds. Its holder alone changes `length`. */
export interface HeldRow {
  readonly rows: ArenaRows
  place: number
  length: number
}

/** An arena and who lies in it: rows come, leave and are brought side by side, copying no others. */
export class ArenaRows {
  readonly arena: CacheArena
  /** By place. */
  readonly #held: (HeldRow | undefined)[] = []

  constructor(shapes: readonly CacheShape[], capacity: number) {
    this.arena = new CacheArena(shapes, capacity, 0)
  }

  get isEmpty(): boolean {
    return this.#held.every((row) => row === undefined)
  }

  /** A row without tokens, at the first place that is free. */
  add(): HeldRow {
    const free = this.#held.indexOf(undefined)
    const place = free < 0 ? this.#held.length : free
    if (place >= this.arena.rows) this.arena.resize(Math.max(FIRST_ROWS, 2 * this.arena.rows))
    const row = { rows: this, place, length: 0 }
    this.#held[place] = row
    return row
  }

  /** A row with the text of another one, which may lie in another arena. */
  addCopy(other: HeldRow): HeldRow {
    const row = this.add()
    this.arena.copyRow(other.rows.arena, other.place, row.place, other.length)
    row.length = other.length
    return row
  }

  /** Lets go of a row. Memory goes back where none is left, or few of many. */
  remove({ place }: HeldRow): void {
    this.#held[place] = undefined
    const count = this.#held.filter((row) => row !== undefined).length
    if (count === 0) {
      this.arena.free()
      this.#held.length = 0
    } else if (this.arena.rows > FIRST_ROWS && count <= this.arena.rows / 4) {
      this.#bringTo(
        0,
        this.#held.filter((row) => row !== undefined),
      )
      this.#held.length = count
      this.arena.resize(Math.max(FIRST_ROWS, this.arena.rows / 2))
    }
  }

  /**
   * Makes some rows neighbours, moving as few as it takes, and sorts them by place.
   * @returns the first one's place
   */
  bringTogether(wanted: HeldRow[]): number {
    wanted.sort((one, other) => one.place - other.place)
    const first = wanted[0]!.place
    if (wanted.at(-1)!.place - first === wanted.length - 1) return first
    const start = this.#densest(wanted)
    this.#bringTo(start, wanted)
    wanted.sort((one, other) => one.place - other.place)
    return start
  }

  /**
   * Where the most of some rows lie within as many places as they are. So groups that take turns come to lie
   * beside each other, and stay.
   * @param wanted by place
   */
  #densest(wanted: readonly HeldRow[]): number {
    let [best, most] = [0, 0]
    for (const [index, { place }] of wanted.entries()) {
      const start = Math.min(place, this.arena.rows - wanted.length)
      const within = wanted.filter((row) => row.place >= start && row.place < start + wanted.length).length
      if (within > most) [best, most] = [start, within]
      if (most >= wanted.length - index) break
    }
    return best
  }

  /** Moves rows into the places from `start` on. */
  #bringTo(start: number, wanted: readonly HeldRow[]): void {
    const isWanted = new Set(wanted)
    let place = start
    for (const row of wanted) {
      if (row.place >= start && row.place < start + wanted.length) continue
      while (isWanted.has(this.#held[place]!)) place++
      this.#exchange(row, place)
    }
  }

  /** Moves a row to a place; whoever lies there goes where it came from. */
  #exchange(row: HeldRow, place: number): void {
    const there = this.#held[place]
    const from = row.place
    if (there) {
      this.arena.swapRows(place, there.length, from, row.length)
      there.place = from
    } else this.arena.copyRow(this.arena, from, place, row.length)
    this.#held[from] = there
    this.#held[place] = row
    row.place = place
  }
}
