import { useEffect, useRef, useState } from 'preact/hooks'
import { IconButton } from '../../ui/icon-button.tsx'
import { bits, count, probability } from '../../ui/numbers.ts'
import { isPopoverOpen } from '../../ui/popover.tsx'
import { useListener } from '../../ui/use-listener.ts'
import { BranchForm } from '../branch/form.tsx'
import { isForced } from '../branch/in-words.ts'
import { Visible } from '../lane/blanks.tsx'
import type { LaneView } from '../lane/view.ts'
import type { ShownStep } from '../run/run.ts'
import { type TokenPlace, usePage } from '../state/page.ts'
import { closeInspector, inspectorKeys, walkInspector } from './inspect.ts'
import { FIRST_ROWS, isDrawing, laneMark, leadAt, searchOf } from './plan.ts'
import { StepApart } from './step-apart.tsx'
import { useInspection } from './use-inspection.ts'

/** Candidates of a kind that are listed one by one. */
const MOST_ROWS = 1000

/** One token taken apart: what the model thought, what each step of the chain left, where the draw fell. */
export function Inspector() {
  const page = usePage()
  const at = page.inspected.value
  const { view, record } = useShown(at, page.views.value)
  const [rows, setRows] = useState(FIRST_ROWS)
  useEffect(() => setRows(FIRST_ROWS), [at?.key, at?.step])
  const answer = useInspection(record ? view : undefined, at?.step ?? 0, rows)
  useListener('keydown', ({ key }) => {
    if (key === 'Escape' && page.inspected.peek() && !isPopoverOpen()) closeInspector(page)
  })
  const isOpen = at !== undefined && view !== undefined && record !== undefined
  return (
    <aside
      id="inspector"
      class={`inspector-panel ${view?.className ?? ''}`}
      aria-label="Inspector"
      hidden={!isOpen}
      data-key={at?.key}
      data-step={at?.step}
      onKeyDown={(event) => inspectorKeys(page, event)}
    >
      {isOpen && (
        <>
          <InspectorHead view={view} step={at.step} />
          <Facts view={view} step={at.step} record={record} />
          <Apart
            {...{ view, record, answer }}
            step={at.step}
            showMore={page.recorded ? undefined : () => setRows(Math.min(MOST_ROWS, rows * 4))}
          />
          {!view.isHuman && !page.recorded && (
            <BranchForm key={`${at.key}.${at.step}.${record.token}`} {...{ view, record }} step={at.step} />
          )}
        </>
      )}
    </aside>
  )
}

/** The lane and the token to show: those of before, while a branch waits for its first token. */
function useShown(at: TokenPlace | undefined, views: readonly LaneView[]) {
  const last = useRef<{ view?: LaneView; record?: ShownStep; place?: string }>({})
  if (!at) last.current = {}
  if (!at) return {}
  const place = `${at.key}.${at.step}`
  const view = views.find(({ key }) => key === at.key)
  const record = view?.sample?.steps[at.step]
  if (view && record) last.current = { view, record, place }
  return last.current.place === place ? last.current : {}
}

function InspectorHead({ view, step }: { readonly view: LaneView; readonly step: number }) {
  const page = usePage()
  const length = view.sample?.steps.length ?? 0
  return (
    <div class="inspector-head">
      <span class="ui-mark">{view.letter}</span>
      <h2>Token {step + 1}</h2>
      <span class="ui-quiet">of {count(length)}</span>
      <span class="inspector-buttons">
        <IconButton
          {...named('previous-step')}
          icon="left"
          label="Previous token"
          aria-disabled={step === 0 || undefined}
          onClick={() => walkInspector(page, { by: -1 })}
        />
        <IconButton
          {...named('next-step')}
          icon="right"
          label="Next token"
          aria-disabled={step + 1 >= length || undefined}
          onClick={() => walkInspector(page, { by: 1 })}
        />
        <IconButton
          {...named('close-inspector')}
          icon="x"
          label="Close the inspector"
          onClick={() => closeInspector(page)}
        />
      </span>
    </div>
  )
}

/** What tests press, and where the focus comes back to when it is drawn anew. */
const named = (name: string) => ({ 'data-do': name, 'data-focus': name })

function Facts({ view, step, record }: { view: LaneView; step: number; record: ShownStep }) {
  const { models } = usePage().offer.value
  const { text, bytes, logprob, rank, entropy } = record
  const vocabularySize = models.find(({ id }) => id === view.model)?.vocabularySize ?? 0
  const facts = [
    ['probability', probability(Math.exp(logprob)), ''],
    ['surprisal', bits(-logprob).toFixed(2), 'bits'],
    ['rank', count(rank), `of ${count(vocabularySize)}`],
    ['entropy', bits(entropy).toFixed(2), 'bits'],
  ] as const
  return (
    <section class="inspector-section">
      <p class="inspector-chosen">
        <span class="ui-quiet">{leadAt(view, step)}</span>
        <span class="inspector-token">
          <Visible text={text} bytes={bytes} />
        </span>
      </p>
      <dl class="inspector-facts">
        {facts.map(([term, value, unit]) => (
          <div key={term}>
            <dt>{term}</dt>
            <dd>
              {value} {unit && <small>{unit}</small>}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

interface ApartProps {
  readonly view: LaneView
  readonly step: number
  readonly record: ShownStep
  readonly answer: ReturnType<typeof useInspection>
  readonly showMore: (() => void) | undefined
}

function Apart({ view, step, record, answer: { inspection, others = [], trouble }, showMore }: ApartProps) {
  const { strategies } = usePage().offer.value
  const search = searchOf(view, strategies)
  if (!inspection) return <p class="inspector-section ui-quiet">{trouble ?? 'Looking into this token'}</p>
  return (
    <StepApart
      inspection={inspection}
      lane={laneMark(view)}
      others={others}
      search={search?.notation ?? ''}
      isDrawing={isDrawing(search?.strategy)}
      record={record}
      by={view.isHuman ? 'writer' : isForced(view.sample, step) ? 'you' : 'model'}
      showMore={showMore}
    />
  )
}
