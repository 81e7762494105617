import { plural } from '../../words.ts'
import type { MovesRecord } from './events.ts'

/** "9 of 24 new ends accepted."; undefined of another search's record. */
export function movesSentence(search: unknown): string | undefined {
  if (!hasMoves(search) || search.moves.length === 0) return undefined
  const accepted = search.moves.filter(({ isAccepted }) => isAccepted).length
  return `${accepted} of ${plural(search.moves.length, 'new end')} accepted.`
}

export const hasMoves = (search: unknown): search is MovesRecord =>
  typeof search === 'object' && search !== null && 'moves' in search
