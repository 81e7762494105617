import { COUPLINGS } from '../../../sampling/coupling.ts'
import { letterOf } from '../../ui/lane.ts'
import { Notice } from '../../ui/notice.tsx'
import { plural } from '../../ui/numbers.ts'
import { writeLane } from '../chain/lane-chain.ts'
import { again, generate } from '../run/generate.ts'
import { isRunning, type Run, tokenCount } from '../run/run.ts'
import { faultsOf, modelsOf, requestOf, type Settings } from '../settings/settings.ts'
import { type Page, setSettings, usePage, useRun } from '../state/page.ts'

/** What is to be known about the run as a whole. */
export function Notices() {
  const page = usePage()
  const run = useRun()
  const notice = page.notice.value
  return (
    <div id="notices" class="notices">
      <LinkProblems />
      {notice && <Notice {...notice} />}
      {run && <Failure run={run} />}
      {run && <Lost run={run} />}
      {run && <Stale run={run} />}
    </div>
  )
}

function LinkProblems() {
  const problems = usePage().problems.value
  if (problems.length === 0) return null
  const text = `It asks for ${problems.join('; ')}. The rest is filled in; Generate runs it.`
  return <Notice kind="err" icon="warn" title="This link cannot be opened as it is" text={text} />
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
  const kept = tokenCount(run) > 0 ? ' What arrived is kept.' : ''
  return <Notice kind="err" icon="warn" title="The run failed" text={message + kept} action={tryAgain} />
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
  if (run.phase !== 'lost') return null
  const count = Math.max(0, ...run.lanes.flatMap(({ samples }) => samples.map(({ steps }) => steps.length)))
  const kept = count > 0 ? 'What arrived is kept. ' : ''
  const next =
    seconds === undefined ? 'Several tries failed; is the server running?' : `Trying again in ${seconds} s.`
  return (
    <Notice
      kind="warn"
      icon="off"
      title={count > 0 ? `The connection dropped at token ${count}` : 'The server cannot be reached'}
      text={kept + next}
      action={{ label: 'Try now', name: 'continue', press: () => again(page) }}
    />
  )
}

/** Where what is shown is no longer what is set. */
function Stale({ run }: { readonly run: Run }) {
  const page = usePage()
  const settings = page.settings.value
  if (isRunning(run) || run.lanes.length === 0) return null
  if (Object.keys(faultsOf(settings, page.offer.value)).length > 0) return null
  const changes = changesOf(run.settings, settings)
  if (changes.length === 0) return null
  return (
    <Notice
      kind=""
      icon="fork"
      title="Settings changed since this run"
      text={`The text below is from ${changes.join(', ')}.`}
      action={{ label: 'Run again', name: 'generate', press: () => generate(page) }}
    />
  )
}

/** What the run had that is set otherwise now. */
function changesOf(ran: Settings, now: Settings): string[] {
  const [before, after] = [requestOf(ran), requestOf({ ...now, seed: now.seed.trim() || ran.seed })]
  const changes: string[] = []
  if (before.prompt !== after.prompt) changes.push('another prompt')
  if (before.model !== after.model) changes.push(before.model)
  if (before.coupling !== after.coupling) changes.push(`coupling ${before.coupling ?? COUPLINGS[0]}`)
  if (before.chat !== after.chat)
    changes.push(before.chat ? 'a conversation' : 'a prompt without chat template')
  if (before.maxTokens !== after.maxTokens) changes.push(`${before.maxTokens} tokens at most`)
  if (before.samples !== after.samples) changes.push(plural(before.samples, 'sample'))
  if (before.seed !== after.seed) changes.push(`seed ${before.seed}`)
  for (const { key, chain } of ran.lanes) {
    const lane = now.lanes.find((one) => one.key === key)
    if (lane && writeLane(lane.chain) !== writeLane(chain))
      changes.push(`${writeLane(chain)} in lane ${letterOf(key)}`)
  }
  const isNew = now.lanes.some(({ key }) => !ran.lanes.some((lane) => lane.key === key))
  return changes.length === 0 && isNew ? ['fewer lanes'] : changes
}
