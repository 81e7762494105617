import type { Environment } from '../../../models/environment.ts'
import { fetchJson } from '../../ui/fetch-json.ts'

/** What computes here, with the models of a run and of its lanes. */
export function environmentOf({
  model,
  lanes,
}: {
  readonly model: string
  readonly lanes: readonly string[]
}): Promise<Environment> {
  const query = new URLSearchParams({ model })
  for (const lane of lanes) query.append('lane', lane)
  return fetchJson<Environment>(`/api/environment?${query}`)
}
