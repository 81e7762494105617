import { count, plural, seconds, short } from '../../ui/numbers.ts'
import { type Run, tokenCount } from '../run/run.ts'
import { usePage, useRun } from '../state/page.ts'

/** How it is going, in one line. */
export function Runline() {
  const run = useRun()
  // Read for its clock: views and this line are drawn together.
  void usePage().views.value
  if (!run) return null
  const tokens = tokenCount(run)
  if (run.phase === 'waiting') {
    return <>{run.loading ? 'Loading the model' : run.ahead === undefined ? 'Starting' : 'Waiting in line'}</>
  }
  if (run.phase === 'streaming') return <Streaming run={run} tokens={tokens} />
  const samples = run.lanes.reduce((sum, lane) => sum + lane.samples.length, 0)
  const continuations = (
    <>
      <b>{count(samples)}</b> continuation{samples === 1 ? '' : 's'}
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
    return (
      <>
        Done: {continuations}, <b>{count(tokens)}</b> tokens in <b>{seconds(run.milliseconds ?? 0)}</b>
      </>
    )
  }
  if (tokens === 0) return run.phase === 'stopped' ? <>Stopped</> : null
  return (
    <>
      Stopped: <b>{plural(tokens, 'token')}</b> kept
    </>
  )
}

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
