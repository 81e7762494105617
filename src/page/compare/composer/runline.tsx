import { count, plural, seconds, short } from '../../ui/numbers.ts'
import { type Run, tokenCount } from '../run/run.ts'
import { changesOf } from '../settings/changes.ts'
import { usePage, useRun } from '../state/page.ts'
import { Estimate } from './estimate.tsx'

/** How it is going, in one line. */
export function Runline() {
  const page = usePage()
  const run = useRun()
  // Read for its clock: views and this line are drawn together.
  void page.views.value
  if (!run) return <Estimate />
  const kept = run.kept?.length ?? 0
  const own = { ...run, lanes: run.lanes.filter((lane) => !run.kept?.includes(lane)) }
  const tokens = tokenCount(own)
  if (run.phase === 'waiting') {
    return <>{run.loading ? 'Loading the model' : run.ahead === undefined ? 'Starting' : 'Waiting in line'}</>
  }
  if (run.phase === 'streaming') return <Streaming run={own} tokens={tokens} />
  const changes = run.lanes.length > 0 ? changesOf(run.settings, page.settings.value) : []
  if (changes.length > 0) return <Stale changes={changes} />
  const samples = own.lanes.flatMap((lane) => lane.samples)
  const failed = samples.filter(({ stop }) => stop === 'error').length
  const whole = samples.length - failed
  const continuations = (
    <>
      <b>{count(whole)}</b> continuation{whole === 1 ? '' : 's'}
      {failed > 0 && (
        <>
          , <b>{count(failed)}</b> failed
        </>
      )}
    </>
  )
  if (run.file !== undefined) {
    return (
      <>
        Opened: {continuations}, <b>{plural(tokens, 'token')}</b>
      </>
    )
  }
  if (run.phase === 'done') {
    if (samples.length === 0) return <>Done: every lane was finished already</>
    return (
      <>
        Done: {continuations}, <b>{count(tokens)}</b> token{tokens === 1 ? '' : 's'} in{' '}
        <b>{seconds(run.milliseconds ?? 0)}</b>
        {kept > 0 && `; ${plural(kept, 'lane')} from before`}
      </>
    )
  }
  if (tokens === 0) return run.phase === 'stopped' ? <>Stopped</> : null
  return (
    <>
      {CUT_SHORT[run.phase] ?? 'Stopped'}: <b>{plural(tokens, 'token')}</b> kept
    </>
  )
}

/** How a run ended that no one stopped. */
const CUT_SHORT: Readonly<Partial<Record<Run['phase'], string>>> = {
  lost: 'The connection dropped',
  failed: 'The run failed',
}

/** Where what is shown is no longer what is set. */
const Stale = ({ changes }: { readonly changes: readonly string[] }) => (
  <span class="composer-stale" role="status">
    <span title={`The text below is from ${changes.join(', ')}.`}>
      <b>
        Settings changed<span class="ui-hidden"> since this run</span>:
      </b>{' '}
      it had {changes.join(', ')}
    </span>
    <Estimate />
  </span>
)

function Streaming({ run, tokens }: { readonly run: Run; readonly tokens: number }) {
  const samples = run.lanes.reduce((sum, lane) => sum + lane.samples.length, 0)
  const elapsed = performance.now() - run.startedAt
  const speed = elapsed > 0 ? (1000 * tokens) / elapsed : 0
  return (
    <>
      <b>{count(tokens)}</b> of {plural(samples * run.maxTokens, 'token')}
      {speed > 0 && (
        <>
          , <b>{short(speed)}</b> tokens/s
        </>
      )}
    </>
  )
}
