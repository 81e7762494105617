import { useEffect } from 'preact/hooks'
import { Icon } from '../../ui/icon.tsx'
import { usePage } from '../state/page.ts'
import { endPresentation, PRESENT_KEY, placeWords, present, stepLane } from './present.ts'

/** At the bottom of a presentation: a way through the lanes, and out. */
export function PresentBar() {
  const page = usePage()
  const presentation = page.presentation.value
  const isOn = presentation !== undefined
  useEffect(() => void document.body.classList.toggle('is-presenting', isOn), [isOn])
  if (!presentation) return null
  const views = page.views.value
  const index = views.findIndex(({ key }) => key === presentation.lane)
  const view = views[index]
  return (
    <section class="present-bar" aria-label="Presentation">
      <button
        type="button"
        class="ui-button is-icon"
        data-do="present-previous"
        aria-label="Previous lane"
        onClick={() => stepLane(page, -1)}
      >
        <Icon name="left" />
      </button>
      <span class="present-place">
        {view ? (
          <>
            {placeWords(view)}{' '}
            <span class="ui-quiet">
              {index + 1} of {views.length}
            </span>
          </>
        ) : (
          'All lanes'
        )}
      </span>
      <button
        type="button"
        class="ui-button is-icon"
        data-do="present-next"
        aria-label="Next lane"
        onClick={() => stepLane(page, 1)}
      >
        <Icon name="right" />
      </button>
      <button
        type="button"
        class="ui-button is-plain"
        data-do="present-end"
        onClick={() => endPresentation(page)}
      >
        Leave <kbd>Esc</kbd>
      </button>
    </section>
  )
}

/** Among the page's tools. */
export function PresentButton() {
  const page = usePage()
  return (
    <button
      type="button"
      class="ui-button is-plain"
      data-do="present"
      title="Large type, without settings: for a projector"
      onClick={() => present(page)}
    >
      <Icon name="screen" />
      Present <kbd>{PRESENT_KEY}</kbd>
    </button>
  )
}
