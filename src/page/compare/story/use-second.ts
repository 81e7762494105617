import { useState } from 'preact/hooks'
import type { ModelListing } from '../../../models/model-listing.ts'
import { fetchModels, useModels } from '../../ui/use-models.ts'
import { takeStates } from '../run/refresh-models.ts'
import type { Page } from '../state/page.ts'

/** A model on its way to this computer: how it is, and what can be done about it. */
export function useSecond(page: Page, id: string) {
  const [found, setFound] = useState<ModelListing>()
  const known = page.offer.value.models.filter((one) => one.id === id)
  const look = async () => {
    const models = await fetchModels()
    takeStates(page, models)
    const own = models.filter((one) => one.id === id)
    setFound(own[0])
    return own
  }
  const { problem, press } = useModels(known, look)
  const reason = found && 'reason' in found ? found.reason : ''
  return {
    state: known[0]?.state ?? 'available',
    problem: problem || reason,
    download: found?.state === 'downloading' ? found : {},
    press: (action: 'download' | 'cancel') => void press(id, action),
  }
}
