import { Button } from '../ui/button.tsx'
import { laneClass, letterOf } from '../ui/lane.ts'
import { LaneMark } from '../ui/lane-mark.tsx'
import { LoopCopy, LoopCount } from '../ui/loop.tsx'
import type { Specimen } from './props.ts'

/** Figure 1's way: what a strategy wrote, in a few words; a loop is underlined and counted. */
export const SpecimenView = ({
  specimen,
  index,
}: {
  readonly specimen: Specimen
  readonly index: number
}) => {
  const { name, excerpt, dialog } = specimen
  return (
    <div class={`gallery-specimen ${laneClass(index)}`}>
      <p class="gallery-specimen-who">
        <LaneMark letter={letterOf(index)} isSmall />
        {name}
        <Button
          class="is-plain is-small"
          popovertarget={dialog}
          aria-haspopup="dialog"
          aria-label={`Whole text: ${name}`}
        >
          Whole text
        </Button>
      </p>
      <p>
        {excerpt.start || (excerpt.times === 0 && <i class="ui-quiet">Empty: the text ended at once.</i>)}
        {excerpt.copies.map((copy, at) => (
          <span key={at}>
            {' '}
            <LoopCopy isOdd={at % 2 === 1}>{copy}</LoopCopy>
          </span>
        ))}
        {excerpt.times > 0 && <LoopCount times={excerpt.times} />}
      </p>
    </div>
  )
}
