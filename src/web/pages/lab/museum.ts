import type { Argument } from '../../../page/lab/why.tsx'
import { count, plural, exactProbability as probability } from '../../../page/ui/numbers.ts'
import { labLink, lastView, onPreset } from './on-preset.ts'

/** Every wrong nucleus of the bug museum beside the right one, on a distribution where they differ. */
export const museum = [dropsCrossing, oneTooMany, stale, topFifty]

function pair(preset: string, right: string, wrong: string) {
  const { lanes } = onPreset(preset, [right, wrong])
  const [good, bad] = lanes
  return {
    good: lastView(good),
    bad: lastView(bad),
    goodMass: good?.mass ?? 0,
    badMass: bad?.mass ?? 0,
    link: labLink(preset, [right, wrong]),
  }
}

function dropsCrossing(): Argument {
  const { good, bad, badMass, link } = pair('demo', 'nucleus:0.9', 'nucleus-drops-crossing:0.9')
  return {
    title: 'The crossing word dropped',
    claim: `Keeps ${plural(bad.kept, 'word')}, not ${good.kept}.`,
    text:
      `Their mass is ${probability(badMass)}, which does not reach 0.9: the set is no longer a nucleus ` +
      'of p.',
    link,
    label: 'Load it: the demo',
  }
}

function oneTooMany(): Argument {
  const { good, bad, goodMass, link } = pair('equality', 'nucleus:0.9', 'nucleus-one-too-many:0.9')
  return {
    title: 'One too many at equality',
    claim: `Keeps ${plural(bad.kept, 'word')}, not ${good.kept}.`,
    text:
      `${plural(good.kept, 'word')} hold ${probability(goodMass)} exactly, and they are the smallest ` +
      `set that reaches p. Going on until the sum exceeds p lets “${bad.words[bad.kept - 1]?.token}” ` +
      'in.',
    link,
    label: 'Load it: exactly 0.9',
  }
}

function stale(): Argument {
  const { good, bad, link } = pair('demo', 'temperature:2+nucleus:0.9', 'temperature:2+nucleus-stale:0.9')
  const held = bad.words.filter(({ state }) => state === 'kept').reduce((sum, { before }) => sum + before, 0)
  return {
    title: 'Stale probabilities',
    claim: `At temperature 2 keeps ${plural(bad.kept, 'word')}, not ${good.kept}.`,
    text:
      `The set is taken before the temperature and used after it, where it holds ${probability(held)} ` +
      'of the mass instead of 0.9.',
    link,
    label: 'Load it: temperature 2',
  }
}

function topFifty(): Argument {
  const { good, bad, link } = pair('heavy-tail', 'nucleus:0.9', 'nucleus-top-50:0.9')
  return {
    title: 'The top 50 only',
    claim: `Keeps ${plural(bad.kept, 'word')}, not ${count(good.kept)}.`,
    text:
      'The nucleus of the 50 most likely words is not the nucleus: on a flat distribution it can never ' +
      'grow past 50.',
    link,
    label: 'Load it: heavy tail',
  }
}
