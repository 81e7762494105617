import { announce } from '../../ui/announce.tsx'
import { Button } from '../../ui/button.tsx'
import { focusSoon } from '../../ui/focus.ts'
import { letterOf } from '../../ui/lane.ts'
import { plural } from '../../ui/numbers.ts'
import { sampleText } from '../copy/sample-text.ts'
import type { LaneView } from '../lane/view.ts'
import { type Growth, shownIndex } from '../run/run.ts'
import { stopBranches } from '../run/stopping.ts'
import { type Page, usePage } from '../state/page.ts'
import { originsOf } from './branch.ts'
import { place, remember } from './place.ts'

/** What each branch left behind, newest first: it can be read whole, and come back. */
export const Tails = ({ view }: { readonly view: LaneView }) => (
  <>
    {[view.sample, ...originsOf(view.sample)].map(
      (one, level) =>
        one?.growth && <Tail key={one.growth.id} view={view} growth={one.growth} level={level} />,
    )}
  </>
)

interface Props {
  readonly view: LaneView
  readonly growth: Growth
  /** How many newer branches go with it. */
  readonly level: number
}

function Tail({ view, growth, level }: Props) {
  const page = usePage()
  const { step, from, isTailShown = false } = growth
  const rest = from.steps.slice(step)
  const name = from.growth ? `Tail of the branch at token ${from.growth.step + 1}` : 'Original tail'
  const id = `tail-${view.key}-${level}`
  const show = () => {
    growth.isTailShown = !isTailShown
    page.redraw()
  }
  return (
    <div class="branch-tail">
      <div class="branch-tail-caption">
        <span>
          {name}, {plural(rest.length, 'token')}
        </span>
        <span class="ui-needs-js">
          <Button
            class="is-plain is-small"
            data-do="show-tail"
            data-level={level}
            data-focus={`show-${id}`}
            aria-expanded={isTailShown}
            aria-controls={id}
            onClick={show}
          >
            {isTailShown ? 'Show less' : 'Show all'}
          </Button>
          <Button
            icon="redo"
            class="is-plain is-small"
            data-do="restore-tail"
            data-level={level}
            data-focus={`restore-${id}`}
            onClick={() => restore(page, view, level)}
          >
            Restore
          </Button>
        </span>
      </div>
      <p class={`branch-tail-text${isTailShown ? '' : ' is-cut'}`} id={id}>
        {sampleText({ steps: rest }).trimStart()}
      </p>
    </div>
  )
}

/** Takes the text back to what it was before its newest branches. */
function restore(page: Page, { key, laneRun }: LaneView, level: number): void {
  const index = laneRun ? shownIndex(laneRun, page.look.peek().sample) : 0
  const origin = originsOf(laneRun?.samples[index])[level]
  if (!laneRun || !origin) return
  stopBranches()
  place(laneRun, index, origin)
  announce(`Lane ${letterOf(key)} has its text of before`)
  remember(page)
  page.redraw()
  requestAnimationFrame(() => focusSoon(`[data-key="${key}"] .text-token[tabindex="0"]`))
}
