import { Icon } from '../../ui/icon.tsx'
import { useIsPhone } from '../../ui/phone.ts'
import { noRoomFor } from '../chain/edit.ts'
import { pickLane } from '../chain/picker.tsx'
import { editHuman } from '../human/edit.tsx'
import { HumanLane } from '../human/lane.tsx'
import { presented } from '../present/presentation.ts'
import { usePage } from '../state/page.ts'
import { useMark } from '../story/story.tsx'
import { dragging } from './dragging.ts'
import { Lane } from './lane.tsx'
import { LaneSheet } from './lane-sheet.tsx'
import { MoreLanes } from './more-lanes.tsx'

/** The sheet of lanes side by side. */
export function Lanes() {
  const page = usePage()
  const markIn = useMark()
  const isPhone = useIsPhone()
  const shown = presented(page.views.value, page.presentation.value)
  // On a phone lanes are one below the other: the one that a scene is about comes first.
  const views = isPhone ? [...shown.filter(markIn), ...shown.filter((view) => !markIn(view))] : shown
  return (
    <div class="lanes-frame">
      <MoreLanes />
      <LaneSheet moving={dragging(page)} end={<Adders />}>
        {views.map((view) =>
          view.isHuman ? <HumanLane key={view.key} view={view} /> : <Lane key={view.key} view={view} />,
        )}
      </LaneSheet>
    </div>
  )
}

function Adders() {
  const page = usePage()
  return (
    <div class="lanes-adders ui-needs-js">
      <Adder
        name="add-lane"
        focus="add-lane"
        label="Add lane"
        whyNot={noRoomFor(page)}
        onOpen={(anchor) => pickLane(page, anchor)}
      />
      <Adder
        name="human-text"
        focus="add-human"
        label="Add human text"
        onOpen={(anchor) => editHuman(page, anchor)}
      />
    </div>
  )
}

interface AdderProps {
  readonly name: string
  readonly focus: string
  readonly label: string
  /** Why it cannot be done; it opens all the same, and gives this reason. */
  readonly whyNot?: string
  readonly onOpen: (anchor: HTMLElement) => void
}

const Adder = ({ name, focus, label, whyNot = '', onOpen }: AdderProps) => (
  <button
    type="button"
    class="lanes-add"
    data-do={name}
    data-focus={focus}
    aria-haspopup="dialog"
    aria-disabled={whyNot !== ''}
    title={whyNot || undefined}
    onClick={({ currentTarget }) => onOpen(currentTarget)}
  >
    <Icon name="plus" />
    <span>{label}</span>
  </button>
)
