import { fetchJson } from '../../ui/fetch-json.ts'
import type { Page } from '../state/page.ts'

/** Asks how models are, after one that was not in memory was used. */
export async function refreshModels(page: Page, ids: readonly string[]): Promise<void> {
  const { models } = page.offer.peek()
  const isLoaded = (id: string) => models.some((model) => model.id === id && model.state === 'loaded')
  if (ids.every(isLoaded)) return
  try {
    const listing = await fetchJson<readonly { id: string; state: string }[]>('/api/models')
    const stateOf = new Map(listing.map(({ id, state }) => [id, state]))
    page.offer.value = {
      ...page.offer.peek(),
      models: models.map((model) => ({ ...model, state: stateOf.get(model.id) ?? model.state })),
    }
  } catch {
    // The list stays as it was.
  }
}
