import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import { type History, record, startHistory, undo } from '../../ui/history.ts'
import { closePopover } from '../../ui/popover.tsx'
import { UndoRedo, type Way } from '../../ui/undo-buttons.tsx'
import { place, remember } from '../branch/place.ts'
import { stop } from '../run/generate.ts'
import { isRunning } from '../run/run.ts'
import { type Page, usePage, useRun } from '../state/page.ts'
import { changeWords, isWholeChange, type Snapshot, sameBranches, snapshotOf, textsOf } from './snapshot.ts'

/**
 * Undo and redo of settings, chains and branches. It watches the state, so that nothing that changes it can
 * forget to report it.
 */
export function UndoButtons() {
  const page = usePage()
  const settings = page.settings.value
  const run = useRun()
  const history = useSignal(startHistory(snapshotOf(settings, run)))
  const drawn = history.value
  const next = watched(drawn, page)
  useEffect(() => {
    if (history.peek() === drawn) history.value = next
  })
  // A key that repeats may come again before the next drawing: each press goes on from the one before.
  const go = (way: Way) => {
    const now = watched(history.peek(), page)
    const words = (way === undo ? now.past.at(-1) : now.future[0])?.words
    if (words === undefined) return undefined
    const then = way(now)
    closePopover()
    stop(page)
    bringBack(page, then.present)
    history.value = then
    return words
  }
  return <UndoRedo history={next} go={go} hasTips />
}

function watched(history: History<Snapshot>, page: Page): History<Snapshot> {
  const { present } = history
  const run = page.run.peek()
  const now = snapshotOf(page.settings.peek(), run)
  const words = changeWords(present, now)
  const isRegrown = !sameBranches(present, now)
  // A run that starts over grows its branches again: that is no change by the person.
  const isAgain = run?.pending !== undefined && (isRunning(run) || run.phase === 'done')
  if (words === '' || (isAgain && isRegrown)) {
    const isSame = present.settings === now.settings && present.run === now.run && hasSameTexts(present, now)
    return isSame ? history : { ...history, present: isAgain ? { ...now, branches: present.branches } : now }
  }
  return record(history, now, words, performance.now(), isWholeChange(present, now))
}

const hasSameTexts = ({ tops }: Snapshot, now: Snapshot): boolean =>
  tops.length === now.tops.length && tops.every(({ sample }, index) => now.tops[index]?.sample === sample)

function bringBack(page: Page, snapshot: Snapshot): void {
  const { settings, run } = snapshot
  page.settings.value = settings
  page.faults.value = {}
  page.notice.value = undefined
  page.run.value = run
  if (!run) return
  for (const { lane, index, sample } of textsOf(snapshot, run)) place(lane, index, sample)
  if (run.phase === 'done') remember(page)
  page.redraw()
}
