import type { ModelListing } from '../../../models/model-listing.ts'
import { fetchModels } from '../../ui/use-models.ts'
import type { Page } from '../state/page.ts'

/** Asks how models are, after one that was not in memory was used. */
export async function refreshModels(page: Page, ids: readonly string[]): Promise<void> {
  const { models } = page.offer.peek()
  const isLoaded = (id: string) => models.some((model) => model.id === id && model.state === 'loaded')
  if (ids.every(isLoaded)) return
  try {
    takeStates(page, await fetchModels())
  } catch {
    // The list stays as it was.
  }
}

/** The models' states, from `GET /api/models`. */
export function takeStates(page: Page, listing: readonly Pick<ModelListing, 'id' | 'state'>[]): void {
  const stateOf = new Map(listing.map(({ id, state }) => [id, state]))
  const offer = page.offer.peek()
  const models = offer.models.map((model) => ({ ...model, state: stateOf.get(model.id) ?? model.state }))
  page.offer.value = { ...offer, models }
}
