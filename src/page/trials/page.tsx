import { useEffect, useState } from 'preact/hooks'
import { messageOf } from '../../errors.ts'
import { stoppedAfter } from '../../words.ts'
import { TrialsTable } from '../trials-table/table.tsx'
import { LiveRegion } from '../ui/announce.tsx'
import { CommandWords } from '../ui/command-words.tsx'
import { DoneButton } from '../ui/done-button.tsx'
import { Notice } from '../ui/notice.tsx'
import { plural } from '../ui/numbers.ts'
import { ProgressBar } from '../ui/progress-bar.tsx'
import { saveFile } from '../ui/save-file.ts'
import { timeText } from '../ui/sizes.ts'
import { TrialsForm } from './form.tsx'
import { keepSettings, keptSettings } from './kept-settings.ts'
import type { TrialsProps } from './props.ts'
import { FILES } from './save.ts'
import { planOf, type TrialSettings } from './settings.ts'
import { type FailedTrial, type TrialsRun, useTrials } from './use-trials.ts'

/** Many prompts with many seeds, every lane, and one table of all of it. */
export function TrialsPage(props: TrialsProps) {
  const [settings, setSettings] = useState<TrialSettings>({
    prompts: '',
    lanes: 'sample\nnucleus:0.9\ngreedy',
    seeds: '1',
    maxTokens: String(props.maxTokens),
    model: props.defaultId,
  })
  // What was written comes back when the tab is loaded again.
  useEffect(() => {
    const kept = keptSettings(props)
    if (kept) setSettings(kept)
  }, [])
  const { run, start, stop, forgetFailure } = useTrials()
  const isRunning = run?.phase === 'running'
  const [saved, setSaved] = useState<TrialsRun>()
  // Whoever leaves loses what has come and is in no file; the browser asks first.
  const isAtStake = isRunning || (run !== undefined && run.trials.length > 0 && run !== saved)
  useEffect(() => {
    if (!isAtStake) return
    const ask = (event: Event) => event.preventDefault()
    addEventListener('beforeunload', ask)
    return () => removeEventListener('beforeunload', ask)
  }, [isAtStake])
  const begin = () => {
    const plan = planOf(settings, props)
    if (typeof plan !== 'string') void start(plan)
  }
  return (
    <>
      <div class="ui-lede">
        <h1>Trials</h1>
        <p>
          One prompt shows what a strategy can do; many show what it does. Every prompt is continued with
          every seed in every lane, with the same random numbers, and all of it ends in one table.
        </p>
      </div>
      <p class="ui-no-js trials-note">
        This page needs scripts. Without them:{' '}
        <span class="ui-mono">
          <CommandWords text="npm run --silent cli -- run --prompts FILE --seeds 1,2,3 --table" />
        </span>
      </p>
      <LiveRegion />
      <TrialsForm
        {...props}
        settings={settings}
        isRunning={isRunning}
        onChange={(next) => {
          setSettings(next)
          keepSettings(next)
          forgetFailure()
        }}
        onStart={begin}
        onStop={stop}
      />
      {run && <Outcome run={run} onSaved={() => setSaved(run)} />}
    </>
  )
}

interface OutcomeProps {
  readonly run: TrialsRun
  readonly onSaved: () => void
}

function Outcome({ run, onSaved }: OutcomeProps) {
  const { phase, done, total, trials, failed } = run
  const isOver = phase !== 'running'
  return (
    <section class="trials-outcome" aria-label="Results">
      {phase === 'running' && <Progress run={run} />}
      {phase === 'stopped' && <Notice kind="" icon="stop" title={stoppedAfter(done, total)} />}
      {isOver && failed.length > 0 && <Failures failed={failed} />}
      {isOver && trials.length > 0 && (
        <>
          <TrialsTable trials={trials} />
          <div class="trials-files">
            {Object.entries(FILES).map(([label, make]) => (
              <DoneButton
                icon="export"
                key={label}
                class="is-small"
                label={label}
                onPress={async () => {
                  try {
                    const { name, type, content } = await make(run)
                    onSaved()
                    return saveFile(new Blob([content], { type }), name)
                  } catch (error) {
                    return messageOf(error)
                  }
                }}
              />
            ))}
          </div>
          <p class="trials-note">
            The files hold every metric. For thousands of runs, and for the whole distribution of every token,
            there is the command line:{' '}
            <span class="ui-mono">
              <CommandWords text="run --prompts FILE --out DIR" />
            </span>
            .
          </p>
        </>
      )}
    </section>
  )
}

function Progress({ run: { done, total, startedAt } }: { readonly run: TrialsRun }) {
  const left = done === 0 ? undefined : ((Date.now() - startedAt) / done) * (total - done)
  return (
    <>
      <p class="trials-note">
        {done} of {total} runs{left !== undefined && `, ${timeText(left / 1000)} left`}
      </p>
      <ProgressBar label="Runs" share={done / total} now={Math.floor((100 * done) / total)} />
    </>
  )
}

/** Prompts that could not be run; the first few reasons in words, each once. */
const Failures = ({ failed }: { readonly failed: readonly FailedTrial[] }) => (
  <Notice
    kind="err"
    title={`${plural(failed.length, 'run')} failed`}
    text={[...new Set(failed.map(({ line, reason }) => `Line ${line}: ${reason}`))].slice(0, 3).join(' ')}
  />
)
