import { useState } from 'preact/hooks'
import { notStepwise } from '../../../runs/run/not-stepwise.ts'
import { Button } from '../../ui/button.tsx'
import { focusIfLost, focusOn } from '../../ui/focus.ts'
import { Fault } from '../../ui/notice.tsx'
import { count } from '../../ui/numbers.ts'
import { isPhone } from '../../ui/phone.ts'
import { closeInspector } from '../inspector/inspect.ts'
import { searchOf } from '../inspector/plan.ts'
import type { LaneView } from '../lane/view.ts'
import { laneRunOf, type ShownStep, shownIndex } from '../run/run.ts'
import { type Page, usePage, useRun } from '../state/page.ts'
import type { Choice } from './branch.ts'
import { growBranch, whyNotNow } from './grow.ts'

/** Where the inspector offers another way on: a candidate's button, and a field for text of one's own. */

async function branchHere(page: Page, key: number, choice: Choice): Promise<void> {
  const run = page.run.peek()
  const lane = laneRunOf(run, key)
  if (!run || !lane) return
  // On a phone the inspector covers the text that grows.
  if (isPhone()) closeInspector(page)
  else requestAnimationFrame(() => focusOn(document.querySelector('#inspector [data-do="close-inspector"]')))
  const place = { run, lane, index: shownIndex(lane, page.look.peek().sample) }
  page.branchFault.value = await growBranch(page, place, choice)
  // The token that was inspected may be no more.
  focusIfLost(`[data-key="${key}"] .text-token[tabindex="0"]`)
}

/** Why the inspected text cannot be taken up now, in a sentence; empty where it can. */
export function useWhyNot(): string {
  const { inspected, look } = usePage()
  const run = useRun()
  const lane = laneRunOf(run, inspected.value?.key ?? -1)
  return run && lane ? whyNotNow(run, lane.samples[shownIndex(lane, look.value.sample)]) : ''
}

/** Where the reason is that all of its buttons share. */
export const WHY_NOT_ID = 'branch-why-not'

interface ContinueProps {
  readonly id: number
  readonly text: string
  readonly whyNot: string
}

export function ContinueButton({ id, text, whyNot }: ContinueProps) {
  const page = usePage()
  const go = () => {
    const place = page.inspected.peek()
    if (place && !whyNot) void branchHere(page, place.key, { step: place.step, token: id })
  }
  return (
    <Button
      icon="fork"
      class="is-small branch-continue"
      data-do="branch-here"
      data-token={id}
      data-focus={`go-${id}`}
      aria-label={`Continue from here with ${text.trim() || 'this blank'}`}
      aria-disabled={whyNot !== ''}
      aria-describedby={whyNot ? WHY_NOT_ID : undefined}
      title={whyNot || undefined}
      onClick={go}
    >
      <span>
        Continue<span class="branch-wide"> from here</span>
      </span>
    </Button>
  )
}

interface Props {
  readonly view: LaneView
  readonly step: number
  readonly record: ShownStep
}

/**
 * The field for typed text. A word usually begins with its space, so the space is a switch that is set as in
 * the token replaced.
 */
export function BranchForm({ view, step, record }: Props) {
  const page = usePage()
  const { strategies, limits } = page.offer.value
  const search = searchOf(view, strategies)?.strategy
  const [typed, setTyped] = useState('')
  const [hasSpace, setSpace] = useState(/^\s/.test(record.text))
  const fault = page.branchFault.value
  const whyNot = useWhyNot()
  const beyond = search && notStepwise(search.title, search)
  if (beyond !== undefined) {
    return (
      <section class="inspector-section">
        <h3>Continue from here</h3>
        <p>{beyond}</p>
      </section>
    )
  }
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    if (whyNot) return
    page.branchFault.value =
      typed === ''
        ? 'Type at least one character.'
        : typed.length > limits.prompt
          ? `A text may be at most ${count(limits.prompt)} characters long.`
          : ''
    if (page.branchFault.peek() === '')
      void branchHere(page, view.key, { step, text: (hasSpace ? ' ' : '') + typed })
  }
  return (
    <section class="inspector-section">
      <h3>Continue from here</h3>
      <form class="ui-field branch-form" noValidate onSubmit={submit}>
        <label for="branch-text">
          Type text here instead of{' '}
          {record.text.trim() === '' ? 'this token' : <q class="branch-quote">{record.text.trim()}</q>}
        </label>
        <div class="ui-box">
          <input
            id="branch-text"
            data-focus="branch-text"
            autocomplete="off"
            spellcheck={false}
            aria-describedby="branch-note"
            value={typed}
            onInput={({ currentTarget }) => setTyped(currentTarget.value)}
          />
          <Button icon="fork" type="submit" aria-disabled={whyNot !== ''} title={whyNot || undefined}>
            <span>Continue</span>
          </Button>
        </div>
        <label class="branch-check">
          <input
            type="checkbox"
            id="branch-space"
            checked={hasSpace}
            onChange={({ currentTarget }) => setSpace(currentTarget.checked)}
          />{' '}
          with a space before it
        </label>
        <Fault id="branch-fault" text={fault} />
        <p id="branch-note">
          {whyNot ||
            'The tokens before it stay the same; after it the lane draws the numbers this seed has for ' +
              'those tokens.'}
        </p>
      </form>
    </section>
  )
}
