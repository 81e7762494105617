import { useState } from 'preact/hooks'
import { focusIfLost } from '../../ui/focus.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { Notice } from '../../ui/notice.tsx'
import { generate, tryNow } from '../run/generate.ts'
import { type Run, tokenCount } from '../run/run.ts'
import { modelsOf } from '../settings/models-of.ts'
import { type Page, setSettings, usePage, useRun } from '../state/page.ts'
import { AFTER_STOP, STOP } from './run-buttons.ts'

/** What gets the focus from a notice that goes away. */
const NEXT = [STOP, ...AFTER_STOP]

/**
 * What is to be known about the run as a whole. It floats, so that nothing on the page moves when it comes,
 * and stays away once it is closed, until there is something else to know.
 */
export function Notices() {
  const page = usePage()
  const run = useRun()
  const notice = page.notice.value
  const failed = page.refused.value ?? run
  const shown = [notice, failed, page.problems.value, run, run?.phase, page.isUnreachable.value]
  const [closed, setClosed] = useState<readonly unknown[]>([])
  if (closed.length > 0 && shown.every((one, index) => one === closed[index])) return null
  return (
    <div id="notices" class="notices-stack">
      <LinkProblems />
      {notice && <Notice {...notice} focusNext={NEXT} />}
      {failed && <Failure run={failed} />}
      {run && <Lost run={run} />}
      <IconButton
        class="is-plain is-small ui-needs-js notices-close"
        icon="x"
        label="Close the notice"
        data-do="close-notice"
        onClick={() => {
          setClosed(shown)
          focusIfLost(...NEXT)
        }}
      />
    </div>
  )
}

function LinkProblems() {
  const problems = usePage().problems.value
  if (problems.length === 0) return null
  const text = `It asks for ${problems.join('; ')}. The rest is filled in; Generate runs it.`
  return <Notice kind="err" title="Not all of this can be done" text={text} />
}

function Failure({ run }: { readonly run: Run }) {
  const page = usePage()
  if (run.phase !== 'failed' || !run.error) return null
  const { code, message } = run.error
  const tryAgain = { label: 'Try again', icon: 'redo', press: () => generate(page) }
  if (code === 'model-unreachable') {
    const builtIn = page.offer.value.defaults.model
    const isDefault = modelsOf(run.settings).every((id) => id === builtIn)
    return (
      <Notice
        focusNext={NEXT}
        kind="warn"
        icon="off"
        title="The model cannot be fetched"
        text={`${message} Built-in and downloaded models work as before.`}
        action={
          isDefault ? tryAgain : { label: 'Use the built-in model', press: () => fallBack(page, builtIn) }
        }
      />
    )
  }
  const kept =
    tokenCount(run) > 0 ? ' What arrived is kept.' : page.refused.value ? ' What was there is kept.' : ''
  return <Notice focusNext={NEXT} kind="err" title="The run failed" text={message + kept} action={tryAgain} />
}

/** Runs the same on the model that is always there. */
function fallBack(page: Page, model: string): void {
  const { lanes } = page.settings.peek()
  setSettings(page, {
    model,
    lanes: lanes.map(({ key, chain }) => ({
      key,
      chain: 'written' in chain ? { written: chain.written } : chain,
    })),
  })
  generate(page)
}

function Lost({ run }: { readonly run: Run }) {
  const page = usePage()
  const seconds = page.retry.value
  if (!page.isUnreachable.value) return null
  const isCut = run.phase === 'lost'
  const count = Math.max(0, ...run.lanes.flatMap(({ samples }) => samples.map(({ steps }) => steps.length)))
  const kept = count > 0 ? `What ${isCut ? 'arrived' : 'was there'} is kept. ` : ''
  const next =
    seconds === undefined ? 'Several tries failed; is the server running?' : `Trying again in ${seconds} s.`
  return (
    <Notice
      focusNext={NEXT}
      kind="warn"
      icon="off"
      title={isCut && count > 0 ? `The connection dropped at token ${count}` : 'The server cannot be reached'}
      text={kept + next}
      action={{ label: 'Try now', name: 'continue', press: tryNow }}
    />
  )
}
