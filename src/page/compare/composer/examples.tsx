import { generate } from '../run/generate.ts'
import { setSettings, usePage, useRun } from '../state/page.ts'

/** Prompts that show something, until there is a run. */
export function Examples() {
  const page = usePage()
  const run = useRun()
  return (
    <section id="examples" class="ui-sheet examples" aria-label="Example prompts" hidden={run !== undefined}>
      <p>Start from a line, or write your own above.</p>
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
              }}
            >
              <span>{prompt}</span>
              <small>{note}</small>
            </a>
          </li>
        ))}
      </ul>
    </section>
  )
}
