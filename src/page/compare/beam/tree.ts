import type { BeamRecord } from '../../../runs/run/events.ts'

/** What a beam search did, read from its record. */

/** By token, then best first within each group. */
export type Levels = BeamRecord['steps']
export type Child = Levels[number][number]
/** Seen from a token: it leads to a text in the beam, to one that ended, or to none. */
export type Fate = 'running' | 'finished' | 'gone'

/** What became of every child by token `upTo` (from 0), the children of that token included. */
export function fatesAt(levels: Levels, upTo: number): Fate[][] {
  const fates: Fate[][] = []
  for (let step = upTo; step >= 0; step--) {
    const own = (levels[step] ?? []).map(
      ({ kept, finished }): Fate => (step === upTo && kept ? 'running' : finished ? 'finished' : 'gone'),
    )
    for (const [index, child] of (levels[step + 1] ?? []).entries()) {
      const fate = fates[step + 1]?.[index] ?? 'gone'
      if (fate === 'running' || (fate === 'finished' && own[child.parent] === 'gone'))
        own[child.parent] = fate
    }
    fates[step] = own
  }
  return fates
}

/** The children that lead from the prompt to one of them, in order. */
export function pathTo(levels: Levels, step: number, index: number): { index: number; child: Child }[] {
  const path: { index: number; child: Child }[] = []
  let at = step
  let own = index
  for (let child = levels[at]?.[own]; child; child = levels[--at]?.[own]) {
    path.push({ index: own, child })
    own = child.parent
  }
  return path.reverse()
}

export const textOf = (path: readonly { child: Child }[]): string =>
  path.map(({ child }) => child.text).join('')

/** Best at a token: the first that stays, else the first that ended. */
export function bestOf(level: readonly Child[]): number {
  const kept = level.findIndex((child) => child.kept)
  return Math.max(0, kept >= 0 ? kept : level.findIndex(({ finished }) => finished))
}

/** How many characters all texts begin with, back to the start of a word. */
export function sharedStart(texts: readonly string[]): number {
  const [first = ''] = texts
  let length = 0
  while (length < first.length && texts.every((text) => text[length] === first[length])) length++
  if (texts.length < 2) length = 0
  while (length > 0 && !/\s/.test(first[length] ?? '')) length--
  return length
}
