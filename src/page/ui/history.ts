/** What can be undone: states of before and after, in the order in which they came. */
export interface History<State> {
  readonly present: State
  /** States before a change, oldest first, and what the change was. */
  readonly past: readonly Change<State>[]
  /** States after a change that was undone, next first. */
  readonly future: readonly Change<State>[]
  /** When the last change came, in milliseconds. */
  readonly changedAt: number
}

interface Change<State> {
  readonly state: State
  readonly words: string
}

/** More changes than this are forgotten. */
const MOST = 100
/** Changes of one thing that come faster than this are one: typing, a slider. */
const PAUSE = 1000

export const startHistory = <State>(present: State): History<State> => ({
  present,
  past: [],
  future: [],
  changedAt: 0,
})

/**
 * A change by the person: what was undone before it is gone.
 * @param words what changed
 * @param isOwn whether it is a change of its own, however fast it came
 */
export function record<State>(
  { present, past, changedAt }: History<State>,
  next: State,
  words: string,
  now: number,
  isOwn = false,
): History<State> {
  const isSameChange = !isOwn && past.at(-1)?.words === words && now - changedAt < PAUSE
  return {
    present: next,
    past: isSameChange ? past : [...past, { state: present, words }].slice(-MOST),
    future: [],
    changedAt: now,
  }
}

/** The same where there is nothing to undo. */
export function undo<State>(history: History<State>): History<State> {
  const { present, past, future } = history
  const last = past.at(-1)
  if (!last) return history
  return {
    present: last.state,
    past: past.slice(0, -1),
    future: [{ state: present, words: last.words }, ...future],
    changedAt: 0,
  }
}

/** The same where there is nothing to redo. */
export function redo<State>(history: History<State>): History<State> {
  const { present, past, future } = history
  const [next, ...rest] = future
  if (!next) return history
  return {
    present: next.state,
    past: [...past, { state: present, words: next.words }],
    future: rest,
    changedAt: 0,
  }
}
