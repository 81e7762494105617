import { openLibrary } from '../../src/composition.ts'
import type { Batch, LanguageModel } from '../../src/decoding/model.ts'
import { parseRunRequest } from '../../src/runs/request/request.ts'
import { run } from '../../src/runs/run/run.ts'
import { LANES, type Measurement, promptOf, type Task } from './task.ts'

/** A whole run: chains, records, metrics, events. */
export async function nucleusRun({
  model: id,
  rows,
  tokens,
}: Task): Promise<(round: number) => Promise<Measurement>> {
  const model = timed(await openLibrary().load(id))
  return async (round) => {
    const request = { prompt: promptOf(round), lanes: [...LANES[rows]], seed: round, maxTokens: tokens }
    let [made, firstToken] = [0, 0]
    model.forwards = 0
    const start = performance.now()
    await run(model, parseRunRequest(request), (event) => {
      if (event.type === 'lane-delta' && firstToken === 0) firstToken = performance.now() - start
      if (event.type === 'run-end') made = event.tokens
    })
    const milliseconds = performance.now() - start
    return {
      tokensPerSecond: (1000 * made) / milliseconds,
      firstToken,
      overhead: 1 - model.forwards / milliseconds,
    }
  }
}

/** The same model, which adds up the milliseconds of its forward passes. */
function timed(model: LanguageModel): LanguageModel & { forwards: number } {
  const time = async <Result>(work: () => Promise<Result>): Promise<Result> => {
    const start = performance.now()
    const result = await work()
    own.forwards += performance.now() - start
    return result
  }
  const wrap = (batch: Batch): Batch => ({
    rows: batch.rows,
    extend: async (children) => wrap(await time(() => batch.extend(children))),
    dispose: () => batch.dispose(),
  })
  const own = {
    ...model,
    forwards: 0,
    prefill: async (...args: Parameters<LanguageModel['prefill']>) =>
      wrap(await time(() => model.prefill(...args))),
  }
  return own
}
