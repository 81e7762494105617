import type { Argument } from '../../../page/lab/why.tsx'
import { count, plural, exactProbability as probability, wholePercent } from '../../../page/ui/numbers.ts'
import { labLink, lastView, onPreset } from './on-preset.ts'

/** The lab's arguments: their numbers come from the lab's own code. */

/** Why a fixed k fails: the same k and the same p on three shapes. */
export const fixedK = [peaked, flat, twoHumped]

const K = 5
const LANES = ['nucleus:0.9', `top-k:${K}`]

function contest(preset: string) {
  const { lanes, title } = onPreset(preset, LANES)
  const [nucleus, topK] = lanes
  const view = lastView(nucleus)
  const rival = { after: K, label: `k = ${K}` }
  return {
    title,
    figure: { view, title: `Nucleus 0.9 on ${title.toLowerCase()}`, rival },
    link: labLink(preset, LANES),
    label: `Load it: ${title.toLowerCase()}`,
    kept: view.kept,
    words: view.words,
    massOfK: topK?.mass ?? 0,
  }
}

function peaked(): Argument {
  const { kept, words: ranked, ...rest } = contest('peaked')
  const extra = ranked.slice(kept, K).reduce((sum, { before }) => sum + before, 0)
  return {
    ...rest,
    claim: `k = ${K} keeps ${plural(K - kept, 'word')} too many.`,
    text:
      `One word holds ${probability(ranked[0]?.before ?? 0)}. Ranks ${kept + 1} to ${K} together hold ` +
      `${probability(extra)}, and k lets them in. Nucleus keeps ${kept}.`,
  }
}

function flat(): Argument {
  const { kept, massOfK, words: ranked, ...rest } = contest('flat')
  return {
    ...rest,
    claim: `k = ${K} throws away ${wholePercent(1 - massOfK)} of the mass.`,
    text:
      `${ranked.length} words are nearly as good as each other: the first holds ` +
      `${probability(ranked[0]?.before ?? 0)}, the last ${probability(ranked.at(-1)?.before ?? 0)}. ` +
      `The cut at ${K} is arbitrary. Nucleus keeps ${kept}.`,
  }
}

function twoHumped(): Argument {
  const { kept, words: ranked, ...rest } = contest('two-humped')
  const hump = humpOf(ranked.map(({ before }) => before))
  return {
    ...rest,
    claim: `k = ${K} cuts inside the hump.`,
    text:
      `${hump} words are plausible and ${ranked.length - hump} are not. Nucleus keeps ${kept}: all ` +
      `${hump}, and ${kept - hump} of the tail to reach 0.9.`,
  }
}

/** Words before the steepest fall from one rank to the next. */
function humpOf(probabilities: readonly number[]): number {
  const falls = probabilities.slice(1).map((value, rank) => (probabilities[rank] ?? 0) / value)
  return falls.indexOf(Math.max(...falls)) + 1
}

/** Where nucleus itself fails. */
export const nucleusFails = [junkCrosses, heavyTail, confident]

function junkCrosses(): Argument {
  const { lanes } = onPreset('noise', ['nucleus:0.9'])
  const view = lastView(lanes[0])
  const [first] = view.words
  const crossing = view.words[view.kept - 1]
  return {
    claim: 'The word that crosses may be junk.',
    text:
      `“${first?.token}” holds ${probability(first?.before ?? 0)}, just short of 0.9. So ` +
      `“${crossing?.token}” with ${probability(crossing?.before ?? 0)} is kept too, whatever it is.`,
    link: labLink('noise', ['nucleus:0.9', 'min-p:0.1']),
    label: 'Load it: 0.89, then noise',
  }
}

function heavyTail(): Argument {
  const { lanes, words: all } = onPreset('heavy-tail', ['nucleus:0.9', 'min-p:0.1'])
  const [nucleus, minP] = lanes.map(lastView)
  const oneIn = Math.round(all.length / 100) * 100
  return {
    claim: 'A heavy tail.',
    text:
      `In a nearly flat distribution over ${plural(all.length, 'word')}, p = 0.9 keeps ` +
      `${count(nucleus?.kept ?? 0)} of them, each about one in ${count(oneIn)}. Min-p 0.1 has the same ` +
      `trouble: it keeps ${minP?.kept === all.length ? 'all' : count(minP?.kept ?? 0)}.`,
    link: labLink('heavy-tail', ['nucleus:0.9', 'min-p:0.1', 'top-k:40', 'nucleus-top-50:0.9']),
    label: 'Load it: heavy tail',
  }
}

function confident(): Argument {
  const { lanes } = onPreset('loop', ['nucleus:0.9', 'temperature:1.5+nucleus:0.9'])
  const [cold, warm] = lanes.map(lastView)
  const first = cold?.words[0]
  const heated =
    warm?.kept === 1
      ? 'still is at temperature 1.5'
      : `at temperature 1.5 it is ${plural(warm?.kept ?? 0, 'word')}`
  return {
    claim: 'Confidence is not truth.',
    text:
      `Inside a loop the next word is nearly sure. Where it holds ${probability(first?.before ?? 0)}, the ` +
      `nucleus is ${cold?.kept === 1 ? 'that one word' : plural(cold?.kept ?? 0, 'word')}, and ${heated}: ` +
      'the loop goes on.',
    link: labLink('loop', ['nucleus:0.9', 'temperature:1.5+nucleus:0.9']),
    label: 'Load it: inside a loop',
  }
}
