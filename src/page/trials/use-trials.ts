import { useRef, useState } from 'preact/hooks'
import { messageOf } from '../../errors.ts'
import type { RunResult } from '../../runs/run/events.ts'
import type { PlannedTrial } from '../../runs/trials/prompts.ts'
import type { Trial } from '../../runs/trials/trial.ts'
import { announce } from '../ui/announce.tsx'
import { fetchJson } from '../ui/fetch-json.ts'

/** A prompt that could not be run. */
export interface FailedTrial {
  /** Line of the file, from 1. */
  readonly line: number
  readonly reason: string
}

/** A trial, and what was asked for. */
interface AskedTrial extends Trial {
  readonly fields: PlannedTrial['fields']
}

export interface TrialsRun {
  readonly phase: 'running' | 'done' | 'stopped'
  readonly done: number
  readonly total: number
  readonly startedAt: number
  readonly trials: readonly AskedTrial[]
  readonly failed: readonly FailedTrial[]
}

/** Runs trials one after the other; what came before a stop stays. */
export function useTrials() {
  const [run, setRun] = useState<TrialsRun>()
  const controller = useRef<AbortController>(undefined)

  const start = async (planned: readonly PlannedTrial[]) => {
    controller.current = new AbortController()
    const { signal } = controller.current
    const trials: AskedTrial[] = []
    const failed: FailedTrial[] = []
    const about = { total: planned.length, startedAt: Date.now() }
    const show = (phase: TrialsRun['phase'], done: number) =>
      setRun({ phase, done, ...about, trials: [...trials], failed: [...failed] })
    for (const [done, { prompt, line, fields }] of planned.entries()) {
      show('running', done)
      try {
        const result = await fetchJson<RunResult>('/api/runs', { body: fields, signal })
        trials.push({ prompt, result, fields })
      } catch (error) {
        if (signal.aborted) {
          announce('Stopped')
          return show('stopped', done)
        }
        failed.push({ line: line.number, reason: messageOf(error) })
      }
    }
    announce('Done')
    show('done', planned.length)
  }
  /** A run that gave nothing but faults goes once the settings are changed. */
  const forgetFailure = () =>
    setRun((last) => (last?.phase === 'done' && last.trials.length === 0 ? undefined : last))
  return { run, start, stop: () => controller.current?.abort(), forgetFailure }
}
