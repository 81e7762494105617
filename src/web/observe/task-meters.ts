import { Counter, Histogram, type Registry } from 'prom-client'
import type { AskOptions, Engine } from '../../engine/engine.ts'
import type { TaskName } from '../../engine/tasks.ts'
import { currentFacts } from './facts.ts'

/** An engine whose tasks (the lab, scores, inspections) are counted and timed. */
export function watchTasks(engine: Engine, registry: Registry): Pick<Engine, 'ask' | 'askJson'> {
  const registers = [registry]
  const seconds = new Histogram({
    name: 'nucleus_task_seconds',
    help: 'Seconds that a task took: lab, score, match, inspect.',
    labelNames: ['task'] as const,
    buckets: [0.005, 0.02, 0.1, 0.5, 2, 10, 60],
    registers,
  })
  const ended = new Counter({
    name: 'nucleus_tasks_ended_total',
    help: 'Tasks by how they ended: finished, cancelled, or failed, which a wrong request does too.',
    labelNames: ['task', 'outcome'] as const,
    registers,
  })
  const tokens = new Counter({
    name: 'nucleus_task_tokens_total',
    help: 'Tokens that tasks were about: those of scores.',
    labelNames: ['task'] as const,
    registers,
  })
  /** The same options, whose facts are noted for the log and counted. */
  const noting = (task: TaskName, options: AskOptions = {}): AskOptions => {
    const facts = currentFacts()
    return {
      ...options,
      onFacts(received) {
        tokens.inc({ task }, received.tokens ?? 0)
        if (facts) Object.assign(facts, received)
        options.onFacts?.(received)
      },
    }
  }
  async function timed<Result>(
    task: TaskName,
    signal: AbortSignal | undefined,
    work: () => Promise<Result>,
  ): Promise<Result> {
    const startedAt = performance.now()
    let outcome = 'failed'
    try {
      const result = await work()
      outcome = 'finished'
      return result
    } finally {
      seconds.observe({ task }, (performance.now() - startedAt) / 1000)
      ended.inc({ task, outcome: signal?.aborted ? 'cancelled' : outcome })
    }
  }
  return {
    ask: (name, input, options) =>
      timed(name, options?.signal, () => engine.ask(name, input, noting(name, options))),
    askJson: (name, input, options) =>
      timed(name, options?.signal, () => engine.askJson(name, input, noting(name, options))),
  }
}
