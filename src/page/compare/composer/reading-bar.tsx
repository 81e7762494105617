import { Choices } from '../../ui/choices.tsx'
import { Term } from '../../ui/term.tsx'
import { HEATS, Legend } from '../lane/heat.tsx'
import { SHOWS } from '../samples/set.tsx'
import { setLook, usePage, useRun } from '../state/page.ts'

/** How the texts are coloured and what is shown of them; none of it runs anything. */
export function ReadingBar() {
  const page = usePage()
  const run = useRun()
  const { heat, shows } = page.look.value
  const hasSeveral = page.views.value.some(({ laneRun }) => (laneRun?.samples.length ?? 1) > 1)
  return (
    // biome-ignore lint/a11y/useSemanticElements: it is no field set of the form
    <div
      class={`reading-bar${run ? '' : ' ui-needs-js'}`}
      id="reading"
      role="group"
      aria-label="Reading aids"
      hidden={!run && !page.startsRun.value}
    >
      <span class="reading-bar-key ui-needs-js" id="heat-label">
        Colour by
      </span>
      <span
        class="ui-choices ui-segments is-row ui-needs-js"
        id="heat"
        role="radiogroup"
        aria-labelledby="heat-label"
      >
        <Choices
          name="heat"
          choices={{ off: { title: 'Off' }, ...HEATS }}
          chosen={heat}
          choose={(name) => setLook(page, { heat: name })}
        />
      </span>
      <span class="heat-legend" id="legend">
        <Legend heat={heat} />
      </span>
      <span class="reading-bar-shows ui-needs-js" id="shows" hidden={!hasSeveral}>
        <span class="reading-bar-key" id="shows-label">
          Samples
        </span>
        <span class="ui-choices ui-segments is-row" role="radiogroup" aria-labelledby="shows-label">
          <Choices
            name="shows"
            choices={SHOWS}
            chosen={shows}
            choose={(name) => setLook(page, { shows: name })}
          />
        </span>
      </span>
      <HumanKey />
    </div>
  )
}

/** What the marks of human text look like. */
function HumanKey() {
  const model = usePage().offer.value.models.find(({ human }) => human)
  if (!model) return null
  return (
    <span class="reading-bar-human-key">
      <svg width="2" height="14" aria-hidden="true">
        <rect class="reading-bar-tick" width="2" height="14" />
      </svg>
      <Term name="human text" meaning={`As ${model.title} reads it: ${model.human?.source}.`} />
      <svg width="18" height="10" aria-hidden="true">
        <rect class="reading-bar-band" width="18" height="10" />
      </svg>
      its middle half
    </span>
  )
}

/** On a phone, where lanes are one below the other: a way to each. */
export function LaneStrip() {
  const views = usePage().views.value
  return (
    <nav class="lane-strip" id="lane-strip" aria-label="Lanes">
      {views.map(({ key, letter, className, name }) => (
        <a key={key} href={`#lane-${letter}`}>
          <span class={`ui-mark is-small ${className}`}>{letter}</span>{' '}
          <span class="lane-strip-name">{name}</span>
        </a>
      ))}
      <a href="#score">Chart</a>
    </nav>
  )
}
