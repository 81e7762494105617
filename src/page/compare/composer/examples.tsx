import { Button } from '../../ui/button.tsx'
import { focusIfLost } from '../../ui/focus.ts'
import { generate } from '../run/generate.ts'
import { setSettings, usePage, useRun } from '../state/page.ts'
import { LESSONS, play } from '../story/play.ts'
import { SecondModel } from '../story/second-model.tsx'
import { AFTER_STOP, STOP } from './run-buttons.ts'

/** Prompts that show something, until there is a run. Where one begins at once, they would only flash up. */
export function Examples() {
  const page = usePage()
  const run = useRun()
  return (
    <section
      id="examples"
      class={`ui-sheet examples-sheet${page.startsRun.value ? ' ui-no-js' : ''}`}
      aria-label="Example prompts"
      hidden={run !== undefined}
    >
      <p>Start from one of these prompts, or write your own above.</p>
      <ul>
        {page.offer.value.examples.map(({ prompt, note }) => (
          <li key={prompt}>
            <a
              href={`/?${new URLSearchParams({ prompt })}`}
              data-do="example"
              onClick={(event) => {
                event.preventDefault()
                setSettings(page, { prompt })
                generate(page)
                focusIfLost(STOP, ...AFTER_STOP)
              }}
            >
              <span>{prompt}</span>
              <small>{note}</small>
            </a>
          </li>
        ))}
      </ul>
      <div class="examples-comparisons ui-needs-js">
        <p>Or look at a whole comparison.</p>
        <ul>
          {LESSONS.map(({ title, open }) => (
            <li key={title}>
              <Button
                data-do={open.list === 'story' ? 'story' : 'comparison'}
                onClick={() => {
                  play(page, open)
                  focusIfLost('.story-buttons button')
                }}
              >
                {title}
              </Button>
            </li>
          ))}
        </ul>
        {run === undefined && <SecondModel />}
      </div>
    </section>
  )
}
