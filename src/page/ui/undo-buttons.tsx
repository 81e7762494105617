import { announce } from './announce.tsx'
import { Button } from './button.tsx'
import { type History, redo, undo } from './history.ts'
import { useListener } from './use-listener.ts'

/** A way through a history: back or forth. */
export type Way = typeof undo

interface UndoProps {
  readonly history: Pick<History<unknown>, 'past' | 'future'>
  /** Goes it, and returns what was undone or redone; undefined where there was nothing. */
  readonly go: (way: Way) => string | undefined
  /** Whether a pointer is shown the change and the keys: not on a page that explains nothing by hovering. */
  readonly hasTips: boolean
  /** Beside what every such button has. */
  readonly class?: string
}

/** Undo and Redo, by button and by key. */
export function UndoRedo({ history, go, hasTips, class: kind = '' }: UndoProps) {
  const press = (way: Way) => {
    const words = go(way)
    if (words !== undefined) announce(`${way === undo ? 'Undone' : 'Redone'}: ${words}`)
  }
  useListener('keydown', (event) => {
    const way = wayOf(event)
    if (!way) return
    event.preventDefault()
    press(way)
  })
  const both = { hasTips, class: kind }
  const [back, forth] = [history.past.at(-1)?.words, history.future[0]?.words]
  return (
    <>
      <UndoButton {...both} name="Undo" icon="undo" words={back} press={() => press(undo)} />
      <UndoButton {...both} name="Redo" icon="again" words={forth} press={() => press(redo)} />
    </>
  )
}

interface Props {
  readonly name: 'Undo' | 'Redo'
  readonly icon: string
  /** What it would change. */
  readonly words: string | undefined
  readonly hasTips: boolean
  readonly class: string
  readonly press: () => void
}

/** Not `disabled` where there is nothing to do: the focus must not be lost with the last change. */
function UndoButton({ name, icon, words, hasTips, class: kind, press }: Props) {
  const label = `${name}${words === undefined ? '' : ` ${words}`}`
  const tip = words === undefined ? `Nothing to ${name.toLowerCase()}` : `${label} (${shortcut(name)})`
  return (
    <Button
      icon={icon}
      class={`is-plain ${kind}`.trim()}
      data-do={name.toLowerCase()}
      data-focus={name.toLowerCase()}
      aria-keyshortcuts={name === 'Undo' ? 'Control+Z Meta+Z' : 'Control+Shift+Z Meta+Shift+Z'}
      aria-disabled={words === undefined}
      aria-label={label}
      title={hasTips ? tip : undefined}
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
function wayOf(event: KeyboardEvent): Way | undefined {
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
