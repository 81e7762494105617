import { UserError } from '../../../errors.ts'
import { replay } from '../../../runs/replay/replay.ts'
import type { Replay } from '../../../runs/replay/replay-report.ts'
import { parseRunFile } from '../../../runs/replay/run-file.ts'
import { parseLane } from '../../../runs/request/lane.ts'
import type { RunRequest } from '../../../runs/request/request.ts'
import type { Runner } from '../../../runs/run/runner.ts'
import type { StrategyDescription } from '../../../strategies/chain/describe.ts'
import { environmentOf } from '../../ui/environment.ts'
import { runEvents } from './run-events.ts'

/**
 * What `POST /api/replay` answers, of a run with lanes that the server does not decode.
 * @throws Error in a sentence; the signal's reason
 */
export async function replayHere(
  file: object,
  strategies: readonly StrategyDescription[],
  signal: AbortSignal,
): Promise<Replay> {
  // The worker runs it.
  const recording = parseRunFile(file, parseLane)
  const { model = '', lanes } = recording.request
  const environment = await environmentOf({ model, lanes: lanes.map(({ lane }) => lane) })
  const start: Runner['start'] = async (request, onEvent) => {
    for await (const event of runEvents(bodyOf(request), strategies, signal)) {
      if (event.type === 'run-error') throw new UserError(event.error.code, event.error.message)
      await onEvent(event)
    }
  }
  const report = await replay({ start }, recording, environment, signal)
  signal.throwIfAborted()
  return report!
}

/** A request as it is sent. */
const bodyOf = ({ lanes, mayFillContext: _, ...request }: RunRequest) => ({
  ...request,
  lanes: lanes.map(({ lane }) => lane),
})
