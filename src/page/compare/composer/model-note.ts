import { modelsOf } from '../settings/models-of.ts'
import { type Offer, titleOf } from '../settings/offer.ts'
import type { Settings } from '../settings/settings.ts'

/** That lanes run one after the other, in a sentence; empty where they share every forward. */
export function modelNote(settings: Pick<Settings, 'model' | 'lanes'>, models: Offer['models']): string {
  const slow = models.filter(({ rowByRow }) => rowByRow).map(({ id }) => id)
  const id = modelsOf(settings).find((one) => slow.includes(one))
  if (id === undefined) return ''
  const which = id === settings.model ? 'this export' : `the export of ${titleOf(id, models)}`
  return (
    `In one batch the lanes of ${which} would change each other, so they run one at a time: two take ` +
    'twice as long.'
  )
}
