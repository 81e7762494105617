import { storedRecord, storeIn } from '../../ui/storage.ts'
import { costOf, onlyModel } from '../settings/cost.ts'
import type { Settings } from '../settings/settings.ts'
import { lanesAsked } from './kept.ts'
import type { Run } from './run.ts'

/** How fast a model was in the last run on this page's browser: what an estimate is made with. */

/** Rows times tokens a second, by model. */
const KEY = 'nucleus-speed'

/** Remembers a finished run's speed. Texts may end early: what counts is what was written. */
export function rememberSpeed(run: Run): void {
  const settings = { ...run.settings, lanes: lanesAsked(run) }
  const model = onlyModel(settings)
  const { tokens, rowTokens } = costOf(settings)
  const written = run.lanes
    .filter((lane) => !run.kept?.includes(lane))
    .reduce((sum, { samples }) => sum + samples.reduce((own, { received }) => own + received, 0), 0)
  if (model === undefined || !run.milliseconds || tokens === 0 || written === 0) return
  storeIn(KEY, model, (1000 * rowTokens * (written / tokens)) / run.milliseconds)
}

/** Seconds that a run may take at most; undefined where nobody has seen its model run. */
export function secondsFor(settings: Settings): number | undefined {
  const model = onlyModel(settings)
  const speed = model === undefined ? undefined : storedRecord<number>(KEY)[model]
  return typeof speed === 'number' && speed > 0 ? costOf(settings).rowTokens / speed : undefined
}
