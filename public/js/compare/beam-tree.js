// @ts-check

/**
 * What a beam search did, read from its record. Pure.
 * @typedef {import('../../../src/runs/run/events.ts').BeamRecord} BeamRecord
 * @typedef {BeamRecord['steps']} Levels by step, then best first within each group
 * @typedef {Levels[number][number]} Child
 * @typedef {'running' | 'finished' | 'gone'} Fate seen from a step: it leads to a text in the beam, to one that ended, or to none
 */

/**
 * What became of every child by step `upTo` (from 0), the children of that step included.
 * @param {Levels} levels @param {number} upTo @returns {Fate[][]}
 */
export function fatesAt(levels, upTo) {
  /** @type {Fate[][]} */
  const fates = []
  for (let step = upTo; step >= 0; step--) {
    const level = levels[step] ?? []
    /** @type {Fate[]} */
    const own = level.map(({ kept, finished }) =>
      step === upTo && kept ? 'running' : finished ? 'finished' : 'gone',
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

/** The children that lead from the prompt to one of them, in order. @param {Levels} levels @param {number} step @param {number} index */
export function pathTo(levels, step, index) {
  /** @type {{ index: number, child: Child }[]} */
  const path = []
  for (let at = step, child = levels[at]?.[index]; child; child = levels[--at]?.[index]) {
    path.unshift({ index, child })
    index = child.parent
  }
  return path
}

/** @param {readonly { child: Child }[]} path */
export const textOf = (path) => path.map(({ child }) => child.text).join('')

/** Best of a step: the first that stays, else the first that ended. @param {readonly Child[]} level */
export const bestOf = (level) =>
  Math.max(
    0,
    [level.findIndex(({ kept }) => kept), level.findIndex(({ finished }) => finished)].find(
      (at) => at >= 0,
    ) ?? 0,
  )

/** How many characters all texts begin with, back to the start of a word. @param {readonly string[]} texts */
export function sharedStart(texts) {
  const [first = ''] = texts
  let length = 0
  while (length < first.length && texts.every((text) => text[length] === first[length])) length++
  if (texts.length < 2) length = 0
  while (length > 0 && !/\s/.test(first[length] ?? '')) length--
  return length
}
