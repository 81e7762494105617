import { Button } from './button.tsx'
import { useFocusHandedOn } from './focus.ts'
import { Icon } from './icon.tsx'

interface NoticeAction {
  readonly label: string
  readonly icon?: string
  /** What the button does, for tests and styles: its `data-do`. */
  readonly name?: string
  readonly press: () => void
}

/** Something to know, with at most one thing to do. */
export interface NoticeText {
  readonly kind: '' | 'warn' | 'err'
  /** A sign of danger by default. */
  readonly icon?: string
  readonly title: string
  readonly text?: string | undefined
  readonly action?: NoticeAction | undefined
}

const KINDS = { '': '', warn: ' is-warning', err: ' is-error' } as const

interface Props extends NoticeText {
  /** Selectors of what gets the focus from its button, as it goes away. */
  readonly focusNext?: readonly string[]
}

export function Notice({ kind, icon = 'warn', title, text, action, focusNext }: Props) {
  const own = useFocusHandedOn(focusNext)
  return (
    <div ref={own} class={`ui-notice${KINDS[kind]}`} role={kind === 'err' ? 'alert' : 'status'}>
      <Icon name={icon} />
      <div>
        <b>{title}</b>
        {text && <p>{text}</p>}
      </div>
      {action && (
        <Button icon={action.icon} class="is-small ui-needs-js" data-do={action.name} onClick={action.press}>
          {action.label}
        </Button>
      )}
    </div>
  )
}

/** What is wrong with a field, under it. */
export const Fault = ({ id, text }: { readonly id?: string; readonly text: string | undefined }) =>
  text ? (
    <p class="ui-fault" role="alert" {...(id && { id })}>
      <Icon name="warn" />
      <span>{text}</span>
    </p>
  ) : null
