import { type Offer, titleOf } from '../settings/offer.ts'
import { modelsOf, type Settings } from '../settings/settings.ts'
import { usePage } from '../state/page.ts'

export function ModelNote() {
  const page = usePage()
  return <>{modelNote(page.settings.value, page.offer.value.models)}</>
}

/** Whether lanes can influence each other, in a sentence; empty where they cannot. */
export function modelNote(settings: Pick<Settings, 'model' | 'lanes'>, models: Offer['models']): string {
  const shaky = models.filter(({ isIndependent }) => isIndependent === false).map(({ id }) => id)
  const id = modelsOf(settings).find((one) => shaky.includes(one))
  if (id === undefined) return ''
  const which = id === settings.model ? 'this export' : `the export of ${titleOf(id, models)}`
  return `In ${which} a lane’s words can depend on its neighbours.`
}
