import { useLayoutEffect } from 'preact/hooks'
import { Button } from '../../ui/button.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { usePage } from '../state/page.ts'
import { endPresentation, PRESENT_KEY, placeWords, present, stepLane } from './present.ts'

/** At the bottom of a presentation: a way through the lanes, and out. */
export function PresentBar() {
  const page = usePage()
  const presentation = page.presentation.value
  const isOn = presentation !== undefined
  // Before the next frame: what has the focus again when it ends must be in sight by then.
  useLayoutEffect(() => void document.body.classList.toggle('is-presenting', isOn), [isOn])
  if (!presentation) return null
  const views = page.views.value
  const index = views.findIndex(({ key }) => key === presentation.lane)
  const view = views[index]
  return (
    <section class="present-bar" aria-label="Presentation">
      <IconButton
        class=""
        icon="left"
        label="Previous lane"
        data-do="present-previous"
        onClick={() => stepLane(page, -1)}
      />
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
      <IconButton
        class=""
        icon="right"
        label="Next lane"
        data-do="present-next"
        onClick={() => stepLane(page, 1)}
      />
      <Button class="is-plain" data-do="present-end" onClick={() => endPresentation(page)}>
        Leave <kbd>Esc</kbd>
      </Button>
    </section>
  )
}

/** Among the page's tools; the bar that it opens has the rest. */
export function PresentButton() {
  const page = usePage()
  return (
    <Button icon="screen" class="is-plain" data-do="present" onClick={() => present(page)}>
      Present <kbd>{PRESENT_KEY}</kbd>
    </Button>
  )
}
