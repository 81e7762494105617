import type { Environment } from '../../models/environment.ts'
import { fetchJson } from './fetch-json.ts'

interface Lanes {
  /** Id of the model of lanes that name none. */
  readonly model: string
  /** As written. */
  readonly lanes: readonly string[]
}

/** What computes here, with the models of a run and of its lanes. */
export function environmentOf({ model, lanes }: Lanes): Promise<Environment> {
  const query = new URLSearchParams({ model })
  for (const lane of lanes) query.append('lane', lane)
  return fetchJson<Environment>(`/api/environment?${query}`)
}
