/** How lanes are marked on every page. */

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'

/** A, B, ... Z, A2, ... @param key counts lanes as they are made, from 0 */
export const letterOf = (key: number): string =>
  (LETTERS[key % 26] ?? 'A') + (key >= 26 ? String(Math.floor(key / 26) + 1) : '')

/** The classes that carry a lane's colour and dashes; after six they come again with a second pattern. */
export function laneClass(key: number): string {
  const pattern = Math.floor(key / 6) % 2 === 1 ? ' ui-lane-again' : ''
  return `ui-lane-${'abcdef'[key % 6]}${pattern}`
}
