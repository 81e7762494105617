import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import { announce } from '../../ui/announce.tsx'
import { Button } from '../../ui/button.tsx'
import { closePopover } from '../../ui/popover.tsx'
import { useListener } from '../../ui/use-listener.ts'
import { place, remember } from '../branch/place.ts'
import { stop } from '../run/generate.ts'
import { isRunning } from '../run/run.ts'
import { type Page, usePage, useRun } from '../state/page.ts'
import { type History, record, redo, startHistory, undo } from './history.ts'
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
  const go = (way: typeof undo) => {
    const now = watched(history.peek(), page)
    const words = (way === undo ? now.past.at(-1) : now.future[0])?.words
    if (words === undefined) return
    const then = way(now)
    closePopover()
    stop(page)
    bringBack(page, then.present)
    history.value = then
    announce(`${way === undo ? 'Undone' : 'Redone'}: ${words}`)
  }
  useListener('keydown', (event) => {
    const way = wayOf(event)
    if (!way) return
    event.preventDefault()
    go(way)
  })
  return (
    <>
      <UndoButton name="Undo" icon="undo" words={next.past.at(-1)?.words} press={() => go(undo)} />
      <UndoButton name="Redo" icon="again" words={next.future[0]?.words} press={() => go(redo)} />
    </>
  )
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

interface Props {
  readonly name: 'Undo' | 'Redo'
  readonly icon: string
  /** What it would change. */
  readonly words: string | undefined
  readonly press: () => void
}

/** Not `disabled` where there is nothing to do: the focus must not be lost with the last change. */
function UndoButton({ name, icon, words, press }: Props) {
  const label = `${name}${words === undefined ? '' : ` ${words}`}`
  return (
    <Button
      icon={icon}
      class="is-plain"
      data-do={name.toLowerCase()}
      data-focus={name.toLowerCase()}
      aria-keyshortcuts={name === 'Undo' ? 'Control+Z Meta+Z' : 'Control+Shift+Z Meta+Shift+Z'}
      aria-disabled={words === undefined}
      aria-label={label}
      title={words === undefined ? `Nothing to ${name.toLowerCase()}` : `${label} (${shortcut(name)})`}
      onClick={press}
    >
      <span>{name}</span>
    </Button>
  )
}

function shortcut(name: Props['name']): string {
  const keys = isMac() ? '⌘' : 'Ctrl '
  return name === 'Undo' ? `${keys}Z` : `${keys}Shift Z`
}

export const isMac = (): boolean =>
  typeof navigator !== 'undefined' && /Mac|iP(hone|ad|od)/.test(navigator.platform ?? '')

/** Where text is typed the browser's own undo stays. */
function wayOf(event: KeyboardEvent): typeof undo | undefined {
  const { target } = event
  const isTyping =
    target instanceof HTMLTextAreaElement ||
    (target instanceof HTMLInputElement &&
      !['checkbox', 'radio', 'range', 'button', 'file'].includes(target.type))
  if (!(event.ctrlKey || event.metaKey) || event.altKey || isTyping) return undefined
  const key = event.key.toLowerCase()
  if ((key === 'z' && event.shiftKey) || (key === 'y' && !event.shiftKey)) return redo
  return key === 'z' ? undo : undefined
}
