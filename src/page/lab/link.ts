import { LIMITS } from '../../runs/request/limits.ts'
import { count } from '../ui/numbers.ts'
import { type LabState, paramsOf } from './state.ts'

/** Settings as an address, too long or not. */
export function addressOf(state: LabState, exercise?: string): string {
  const params = paramsOf(state)
  if (exercise !== undefined) params.set('exercise', exercise)
  const query = params.toString()
  return query ? `/lab?${query}` : '/lab'
}

/** Why an address cannot be opened again, in a sentence; empty where it can. */
export const whyNoLink = ({ length }: string): string =>
  length > LIMITS.link
    ? `A link holds up to ${count(LIMITS.link)} characters, and this list would take ${count(length)}.`
    : ''
