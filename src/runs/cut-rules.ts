import { type Cut, climb, type Stage, share, short } from './cut.ts'
import { curvatureCut, entropyCut, logitCut } from './cut-special.ts'

type Rule = (stage: Stage) => Cut

const value = ({ use }: Stage, name: string): number => Number(use.parameters[name])
const top = ({ before }: Stage): number => before.probability(0)
const rank =
  (label: (stage: Stage) => string): Rule =>
  (stage) => ({ kind: 'rank', after: stage.after.size, label: label(stage) })
const floor =
  (height: (stage: Stage) => number, label: (stage: Stage, height: number) => string): Rule =>
  (stage) => {
    const at = height(stage)
    return { kind: 'floor', value: at, label: label(stage, at) }
  }

/** A sum of probabilities climbing to p. `verb` says what the step does with the word that crosses, at `offset` from the cut. */
function massCut(
  verb: string,
  offset: number,
  term: (stage: Stage) => (id: number) => number = probabilities,
): Rule {
  return (stage) => {
    const p = value(stage, 'p')
    const place = stage.after.size + offset
    const heights = climb(stage, term(stage))
    const id = stage.places[place]
    const height = sumTo(stage, place, term(stage))
    const isCrossing = p < 1 && id !== undefined && place < stage.before.size
    return {
      kind: 'stairs',
      measure: 'mass',
      goal: p,
      heights,
      after: stage.after.size,
      label: `p = ${short(p)}`,
      crossing: isCrossing ? { place, height, label: `${stage.tokens[id]} ${verb}: ${share(height)}` } : null,
    }
  }
}

const probabilities = ({ before }: Stage) => {
  return (id: number) => before.probabilityOf(id)
}

function sumTo({ places }: Stage, place: number, term: (id: number) => number): number {
  let sum = 0
  for (let i = 0; i <= place && i < places.length; i++) sum += term(places[i]!)
  return sum
}

/** The geometry of each step that has one of its own. */
const RULES: Readonly<Record<string, Rule>> = {
  'top-k': rank((stage) => `k = ${value(stage, 'k')}`),
  greedy: rank(() => 'the most likely'),
  'mirostat-v1': rank(({ after }) => `k = ${after.size}`),
  nucleus: massCut('crosses', -1),
  typical: massCut('crosses', -1),
  'nucleus-one-too-many': massCut('is the last', -1),
  'nucleus-drops-crossing': massCut('would cross', 0),
  'nucleus-stale': massCut(
    'is the last',
    -1,
    ({ raw }) =>
      (id) =>
        raw.probabilityOf(id),
  ),
  'nucleus-top-50': massCut('crosses', -1, ({ before }) => {
    const fifty = before.head(50)
    return (id) => fifty.probabilityOf(id)
  }),
  'min-p': floor(
    (stage) => value(stage, 'p') * top(stage),
    (stage, at) => `${short(value(stage, 'p'))} × ${share(top(stage))} = ${share(at)}`,
  ),
  epsilon: floor(
    (stage) => value(stage, 'e'),
    (_, at) => `e = ${short(at)}`,
  ),
  eta: floor(
    (stage) => Math.min(value(stage, 'e'), Math.sqrt(value(stage, 'e')) * Math.exp(-stage.before.entropy())),
    (stage, at) => `min(${short(value(stage, 'e'))}, √e · exp(−H)) = ${share(at)}`,
  ),
  'top-a': floor(
    (stage) => value(stage, 'a') * top(stage) ** 2,
    (stage, at) => `${short(value(stage, 'a'))} × ${share(top(stage))}² = ${share(at)}`,
  ),
  'p-less': floor(
    ({ before }) => before.sumOver((probability) => probability ** 2),
    (_, at) => `Σ P² = ${share(at)}`,
  ),
  mirostat: floor(
    (stage) => 2 ** (-2 * value(stage, 'tau')),
    (stage, at) => `μ = ${short(2 * value(stage, 'tau'))} bits: ${share(at)}`,
  ),
  xtc: (stage) => ({
    kind: 'ceiling',
    value: value(stage, 'threshold'),
    label: `threshold ${short(value(stage, 'threshold'))}`,
  }),
  'top-h': entropyCut,
  'tail-free': curvatureCut,
  'top-n-sigma': logitCut,
}

/** A step without a rule of its own: a line where it cut a tail off, outlines otherwise. */
export function cutOf(stage: Stage): Cut {
  const rule = RULES[stage.use.definition.id]
  if (rule) return rule(stage)
  return { kind: 'outline', label: '' }
}

/** What to look at in the plot, one sentence; a step without one is described by its own summary. */
export function sentenceOf(stage: Stage): string {
  const { id, summary } = stage.use.definition
  const k = value(stage, 'k')
  const SENTENCES: Readonly<Record<string, string>> = {
    sample: 'Nothing is cut: the draw is from all of it.',
    greedy: 'Keeps one word, the most likely.',
    temperature: `${value(stage, 't') < 1 ? 'Sharpens' : 'Flattens'} the bars and removes nothing. Outlines show the bars before.`,
    'top-k': `Counts words. The line falls after ${k === 1 ? 'the first' : `number ${k}`}, wherever the mass is.`,
    nucleus: `Counts mass. The staircase climbs to ${short(value(stage, 'p'))}; the word that crosses stays.`,
    'min-p': `Sets a floor: ${short(value(stage, 'p'))} of the most likely word.`,
    epsilon: 'Sets one floor for every distribution.',
    eta: 'Sets a floor that sinks where the distribution is flat.',
    'top-a': 'Sets a floor by the square of the most likely word.',
    'p-less': 'Sets a floor: the chance that two draws agree.',
    typical: `Sorted by |surprisal − H|, H = ${short(stage.before.entropy() / Math.LN2)} bits; then counts mass as nucleus does.`,
    'top-h': 'Spends a budget: the staircase is the share of the entropy that is held.',
    'top-n-sigma': 'Measures on the logits: the floor hangs n deviations below the highest.',
    'tail-free': 'The staircase is the bending of the curve; the cut is where it has bent enough.',
    xtc: 'May remove what stands above the line, all but the last of it. Whether it does is drawn by chance; here, the first draw.',
    mirostat: 'A floor on the surprise, at the start of a text: twice tau bits.',
  }
  return SENTENCES[id] ?? summary
}
