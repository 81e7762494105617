import { Icon } from './icon.tsx'
import { closePopover, openPopover } from './popover.tsx'

export interface MenuItem {
  readonly icon?: string | undefined
  readonly label: string
  readonly isOff?: boolean
  /** Of several, the one that holds now. */
  readonly isCurrent?: boolean
  readonly attributes?: Readonly<Record<`data-${string}`, string>>
  readonly run: () => void | Promise<void>
}

/** Opens a list of choices in the page's popover; one that is chosen closes it, then runs. */
export function openMenu(anchor: HTMLElement, label: string, items: readonly MenuItem[]): void {
  openPopover(anchor, { kind: 'ui-menu', label, Body: () => <Menu items={items} /> })
}

const Menu = ({ items }: { readonly items: readonly MenuItem[] }) => (
  <ul>
    {items.map(({ icon, label, isOff = false, isCurrent = false, attributes, run }) => (
      <li key={label}>
        <button
          type="button"
          disabled={isOff}
          {...(isCurrent && { 'aria-current': 'true', autofocus: true })}
          {...attributes}
          onClick={() => {
            closePopover()
            void run()
          }}
        >
          {icon === undefined ? <svg class="ui-icon" aria-hidden="true" /> : <Icon name={icon} />}
          <span>{label}</span>
        </button>
      </li>
    ))}
  </ul>
)
