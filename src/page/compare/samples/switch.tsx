import { Icon } from '../../ui/icon.tsx'
import type { LaneView } from '../lane/view.ts'
import { setLook, usePage } from '../state/page.ts'

/** More buttons than this do not fit the head of a lane. */
const MOST_BUTTONS = 5

/** Which of a lane's samples is its text: a button each, or two to walk through many. */
export function SampleSwitch({ view: { key, laneRun, sampleIndex } }: { readonly view: LaneView }) {
  const count = laneRun?.samples.length ?? 1
  if (count === 1) return null
  return (
    // biome-ignore lint/a11y/useSemanticElements: these are no form fields
    <span class="sample-switch ui-needs-js" role="group" aria-label="Samples">
      {count > MOST_BUTTONS ? (
        <>
          <SampleButton
            {...{ lane: key, name: 'previous', index: (sampleIndex - 1 + count) % count }}
            label="Previous sample"
          >
            <Icon name="left" />
          </SampleButton>
          <span class="sample-place">
            {sampleIndex + 1}
            <span class="ui-quiet">/{count}</span>
          </span>
          <SampleButton
            {...{ lane: key, name: 'next', index: (sampleIndex + 1) % count }}
            label="Next sample"
          >
            <Icon name="right" />
          </SampleButton>
        </>
      ) : (
        Array.from({ length: count }, (_, index) => (
          <SampleButton
            key={index}
            {...{ lane: key, name: String(index), index }}
            label={`Sample ${index + 1}`}
            isShown={index === sampleIndex}
          >
            {index + 1}
          </SampleButton>
        ))
      )}
    </span>
  )
}

interface Props {
  readonly lane: number
  readonly name: string
  readonly index: number
  readonly label: string
  readonly isShown?: boolean
  readonly children: preact.ComponentChildren
}

function SampleButton({ lane, name, index, label, isShown, children }: Props) {
  const page = usePage()
  return (
    <button
      type="button"
      data-do="sample"
      data-index={index}
      data-focus={`sample-${lane}-${name}`}
      aria-pressed={isShown}
      aria-label={label}
      onClick={() => setLook(page, { sample: index })}
    >
      {children}
    </button>
  )
}
