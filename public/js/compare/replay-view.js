// @ts-check

import { plural } from './numbers.js'
import { letterOf } from './settings.js'

/**
 * What a replay found, as a notice. Pure.
 * @typedef {import('../../../src/runs/replay/replay.ts').Replay} Replay
 * @typedef {import('./run.js').Run} Run
 * @typedef {Parameters<typeof import('../html.js').noticeHtml>[0]} Notice
 */

/** @param {Replay} replay @param {Run} run @returns {Notice} */
export function replayNotice({ isSame, texts, tokens, difference, changes }, run) {
  const compared = `${plural(texts, 'text')}, ${plural(tokens, 'token')}`
  if (isSame || !difference) {
    const also = changes.length > 0 ? ` Although: ${changes.join(' ')}` : ''
    return {
      kind: '',
      icon: 'check',
      title: 'Every token is the same',
      text: `The replay of ${run.file} gave ${compared}, all as recorded.${also}`,
    }
  }
  const why =
    changes.length > 0
      ? `Since then: ${changes.join(' ')}`
      : 'Model file, precision, versions and processor are those of the file, so the file itself may have been changed.'
  return {
    kind: 'warn',
    icon: 'tilde',
    title: placeOf(difference, run),
    text: `${wordsOf(difference, run)} ${why}`,
  }
}

/** @param {NonNullable<Replay['difference']>} difference @param {Run} run */
function placeOf({ lane, sample, branch, step }, run) {
  const letter = letterOf(run.lanes[lane]?.key ?? lane)
  const one = (run.lanes[lane]?.samples.length ?? 1) > 1 ? `, sample ${sample + 1}` : ''
  return `The replay differs from step ${step + 1} of lane ${letter}${one}${branch === null ? '' : `, branch ${branch + 1}`}`
}

/** What was recorded and what came now: the words, or the tokens' numbers where their words are the same. @param {NonNullable<Replay['difference']>} difference @param {Run} run */
function wordsOf({ step, recorded, replayed, lane, sample, branch }, run) {
  const shown = branch === null ? run.lanes[lane]?.samples[sample]?.steps[step] : undefined
  const old = shown?.token === recorded ? shown?.text.trim() : undefined
  const words = old !== undefined && old !== replayed?.text.trim()
  const was = recorded === null ? 'the end of the text' : words ? `“${old}”` : `token ${recorded}`
  const now = !replayed
    ? 'the end of the text'
    : words
      ? `“${replayed.text.trim()}”`
      : `token ${replayed.token}, “${replayed.text.trim()}”`
  return `Recorded is ${was}, now it is ${now}.`
}
