import type { MovesRecord } from './events.ts'

/** "9 of 24 new ends accepted."; undefined of another search's record. */
export function movesSentence(search: unknown): string | undefined {
  if (!hasMoves(search) || search.moves.length === 0) return undefined
  const accepted = search.moves.filter(({ isAccepted }) => isAccepted).length
  const noun = search.moves.length === 1 ? 'new end' : 'new ends'
  return `${accepted} of ${search.moves.length} ${noun} accepted.`
}

export const hasMoves = (search: unknown): search is MovesRecord =>
  typeof search === 'object' && search !== null && 'moves' in search
