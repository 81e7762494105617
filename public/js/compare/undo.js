// @ts-check

import { place, remember } from './branch-place.js'
import { stopBranches } from './branching.js'
import { announce, byId } from './dom.js'
import { stop } from './generate.js'
import { record, redo, startHistory, undo } from './history.js'
import { closePop } from './popover.js'
import { isRunning } from './run.js'
import { changeWords, snapshotOf, textsOf } from './snapshot.js'
import { changed, onChange, state } from './store.js'

/**
 * Undo and redo of settings, chains and branches. It watches the state instead of being told, so nothing that changes
 * it can forget to tell.
 */

let history = startHistory(snapshotOf(state.settings, state.run))

function watch() {
  const now = snapshotOf(state.settings, state.run)
  const words = changeWords(history.present, now)
  // A run that starts over grows its branches again: that is no change by the person.
  const isAgain = state.run?.pending !== undefined && (isRunning(state.run) || state.run.phase === 'done')
  if (words === '' || (isAgain && now.branches !== history.present.branches)) {
    history = { ...history, present: { ...now, ...(isAgain && { branches: history.present.branches }) } }
  } else {
    // Typing and sliding run together; every branch is a change of its own.
    history = record(history, now, words, performance.now(), now.branches !== history.present.branches)
  }
  drawButtons()
}

/** @param {typeof undo} way @param {string} done */
function go(way, done) {
  const before = history
  history = way(history)
  if (history === before) return
  const words = (way === undo ? before.past.at(-1) : before.future[0])?.words
  closePop()
  if (state.run && isRunning(state.run)) stop()
  stopBranches()
  bringBack(history.present)
  announce(`${done}: ${words}`)
  changed()
}

/** @param {import('./snapshot.js').Snapshot} snapshot */
function bringBack(snapshot) {
  const { settings, run } = snapshot
  Object.assign(state.settings, settings, { lanes: settings.lanes.map((lane) => ({ ...lane })) })
  state.faults = {}
  delete state.notice
  if (run) state.run = run
  else delete state.run
  byId('examples').hidden = run !== undefined
  if (!run) return
  for (const { lane, index, sample } of textsOf(snapshot, run)) place(lane, index, sample)
  if (run.phase === 'done') remember()
}

export const undoChange = () => go(undo, 'Undone')
export const redoChange = () => go(redo, 'Done again')

function drawButtons() {
  const words = { undo: history.past.at(-1)?.words, redo: history.future[0]?.words }
  for (const button of document.querySelectorAll('[data-do="undo"], [data-do="redo"]')) {
    const name = button.getAttribute('data-do') === 'undo' ? 'undo' : 'redo'
    const what = words[name]
    // Not `disabled`: the focus must not be lost with the last change.
    button.setAttribute('aria-disabled', String(what === undefined))
    const label = `${name === 'undo' ? 'Undo' : 'Redo'}${what === undefined ? '' : ` ${what}`}`
    if (button.getAttribute('aria-label') !== label) button.setAttribute('aria-label', label)
    const keys = /Mac|iP(hone|ad|od)/.test(navigator.platform) ? '⌘' : 'Ctrl '
    const shortcut = name === 'undo' ? `${keys}Z` : `${keys}Shift Z`
    button.setAttribute('title', what === undefined ? `Nothing to ${name}` : `${label} (${shortcut})`)
  }
}

/** Where text is typed the browser's own undo stays. @param {EventTarget | null} target */
const isTyping = (target) =>
  target instanceof HTMLTextAreaElement ||
  (target instanceof HTMLInputElement &&
    !['checkbox', 'radio', 'range', 'button', 'file'].includes(target.type))

addEventListener('keydown', (event) => {
  if (!(event.ctrlKey || event.metaKey) || event.altKey || isTyping(event.target)) return
  const key = event.key.toLowerCase()
  const isRedo = (key === 'z' && event.shiftKey) || (key === 'y' && !event.shiftKey)
  if (!isRedo && key !== 'z') return
  event.preventDefault()
  if (isRedo) redoChange()
  else undoChange()
})
onChange(watch)
