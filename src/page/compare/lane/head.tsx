import { IconButton } from '../../ui/icon-button.tsx'
import { sideways } from '../../ui/keys.ts'
import { LaneMark } from '../../ui/lane-mark.tsx'
import { openMenu } from '../../ui/menu.tsx'
import { addLane, laneOf, moveLane, noRoomFor, removeLane } from '../chain/edit.ts'
import { openEngines } from '../chain/engines.tsx'
import { openModelMenu } from '../chain/model-menu.tsx'
import { copySampleText } from '../copy/copy-text.ts'
import { pictureItems } from '../picture/menus.ts'
import { SampleSwitch } from '../samples/switch.tsx'
import { type Page, usePage } from '../state/page.ts'
import { hasText, type LaneView } from './view.ts'

export function LaneHead({ view }: { readonly view: LaneView }) {
  const page = usePage()
  const { key, letter, name } = view
  return (
    <>
      <LaneMark letter={letter} />
      <h2 title={name}>{name}</h2>
      <span class="lane-buttons ui-needs-js">
        <IconButton
          class="is-plain is-small lane-grip"
          icon="grip"
          label={`Move lane ${letter}: arrow keys, or drag`}
          draggable
          data-do="grip"
          data-focus={`grip-${key}`}
          onKeyDown={(event) => {
            const by = sideways(event)
            if (by === undefined) return
            event.preventDefault()
            moveLane(page, key, by)
          }}
        />
        <IconButton
          icon="dots"
          label={`Lane ${letter} menu`}
          data-do="lane-menu"
          data-focus={`menu-${key}`}
          aria-haspopup="dialog"
          onClick={({ currentTarget }) => openLaneMenu(page, currentTarget, view)}
        />
      </span>
      <SampleSwitch view={view} />
    </>
  )
}

function openLaneMenu(page: Page, anchor: HTMLElement, view: LaneView): void {
  const { key, letter } = view
  const { lanes } = page.settings.peek()
  const index = lanes.findIndex((lane) => lane.key === key)
  const whyNot = noRoomFor(page)
  openMenu(anchor, `Lane ${letter}`, [
    {
      icon: 'copy',
      label: whyNot ? `Duplicate. ${whyNot}` : 'Duplicate',
      isOff: whyNot !== '',
      run: () => addLane(page, laneOf(page, key)!.chain, index),
    },
    { icon: 'term', label: 'Engine orders', run: () => openEngines(page, anchor, key) },
    { icon: 'box', label: 'Model', run: () => openModelMenu(page, anchor, key) },
    { icon: 'left', label: 'Move left', isOff: index === 0, run: () => moveLane(page, key, -1) },
    {
      icon: 'right',
      label: 'Move right',
      isOff: index === lanes.length - 1,
      run: () => moveLane(page, key, 1),
    },
    { icon: 'copy', label: 'Copy text', isOff: !hasText(view), run: () => copySampleText(view) },
    ...pictureItems(page, view),
    { icon: 'trash', label: 'Remove lane', isOff: lanes.length === 1, run: () => removeLane(page, key) },
  ])
}
