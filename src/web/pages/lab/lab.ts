import { UserError } from '../../../errors.ts'
import { act, converted } from '../../../page/lab/actions.ts'
import { firstWrong, requestOf } from '../../../page/lab/request.ts'
import { type LabState, modeFrom, stateFrom } from '../../../page/lab/state.ts'
import type { BenchProps } from '../../../page/lab/use-bench.ts'
import type { Answer } from '../../../page/lab/use-lab.ts'
import { faultOf, viewOf } from '../../../page/lab/view.ts'
import type { LabResult } from '../../../runs/lab/lab.ts'
import { strategyDescriptions } from '../../../strategies/registry.ts'

/** Asks the engine, which computes elsewhere. @throws UserError what is wrong with the request */
export type AskLab = (input: unknown) => Promise<LabResult>

/**
 * The lab of a link's parameters or a posted form: complete before any script runs.
 * @param fields as `URLSearchParams` reads them
 */
export async function labBench(fields: URLSearchParams, ask: AskLab): Promise<BenchProps> {
  const asked = stateFrom(fields)
  const wasMode = fields.get('was-mode')
  const read = wasMode === null || asked.preset !== '' ? asked : converted(asked, modeFrom(wasMode))
  const { state, refusal, note } = act(read, fields.get('do') ?? '', fields)
  return {
    state,
    strategies: strategyDescriptions,
    answer: await answerTo(state, ask),
    ...(refusal && { refusal }),
    ...(note !== undefined && { note }),
  }
}

async function answerTo(state: LabState, ask: AskLab): Promise<Answer> {
  const nothing = { view: undefined, drawFault: '', problem: '' }
  const wrong = firstWrong(state)
  if (wrong.index >= 0) return { ...nothing, problem: wrong.message }
  try {
    return { ...nothing, view: viewOf(await ask(requestOf(state))) }
  } catch (error) {
    if (error instanceof UserError) return { ...nothing, ...faultOf(error) }
    throw error
  }
}
