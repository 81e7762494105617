// @ts-check

/**
 * What can be undone: states of before and after, in the order in which they came. Pure.
 * @template State
 * @typedef {object} History
 * @property {State} present
 * @property {readonly { state: State, words: string }[]} past states before a change, oldest first, and what the change was
 * @property {readonly { state: State, words: string }[]} future states after a change that was undone, next first
 * @property {number} changedAt when the last change came, in milliseconds
 */

/** More changes than this are forgotten. */
const MOST = 100
/** Changes of one thing that come faster than this are one: typing, a slider. */
const PAUSE = 1000

/** @template State @param {State} present @returns {History<State>} */
export const startHistory = (present) => ({ present, past: [], future: [], changedAt: 0 })

/**
 * A change by the person: what was undone before it is gone.
 * @template State @param {History<State>} history @param {State} next @param {string} words what changed @param {number} now
 * @param {boolean} [isOwn] whether it is a change of its own, however fast it came
 * @returns {History<State>}
 */
export function record({ present, past, changedAt }, next, words, now, isOwn = false) {
  const isSameChange = !isOwn && past.at(-1)?.words === words && now - changedAt < PAUSE
  return {
    present: next,
    past: isSameChange ? past : [...past, { state: present, words }].slice(-MOST),
    future: [],
    changedAt: now,
  }
}

/** @template State @param {History<State>} history @returns {History<State>} the same where there is nothing to undo */
export function undo(history) {
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

/** @template State @param {History<State>} history @returns {History<State>} the same where there is nothing to redo */
export function redo(history) {
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
