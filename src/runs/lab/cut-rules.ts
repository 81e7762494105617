import { type CutGeometry, climb, type DrawnStep, share, short } from './cut-geometry.ts'
import { curvatureCut, entropyCut, logitCut } from './cut-special.ts'

type Rule = (drawnStep: DrawnStep) => CutGeometry

const value = ({ use }: DrawnStep, name: string): number => Number(use.parameters[name])
const top = ({ before }: DrawnStep): number => before.probability(0)
const rank =
  (label: (drawnStep: DrawnStep) => string): Rule =>
  (drawnStep) => ({ kind: 'rank', after: drawnStep.after.size, label: label(drawnStep) })
const floor =
  (height: (drawnStep: DrawnStep) => number, label: (drawnStep: DrawnStep, height: number) => string): Rule =>
  (drawnStep) => {
    const at = height(drawnStep)
    return { kind: 'floor', value: at, label: label(drawnStep, at) }
  }

/** A sum of probabilities climbing to p. `verb` says what the step does with the word that crosses, at `offset` from the cut. */
function massCut(
  verb: string,
  offset: number,
  term: (drawnStep: DrawnStep) => (id: number) => number = probabilities,
): Rule {
  return (drawnStep) => {
    const p = value(drawnStep, 'p')
    const rank = drawnStep.after.size + offset
    const heights = climb(drawnStep, term(drawnStep))
    const id = drawnStep.ranks[rank]
    const height = sumTo(drawnStep, rank, term(drawnStep))
    const isCrossing = p < 1 && id !== undefined && rank < drawnStep.before.size
    return {
      kind: 'stairs',
      measure: 'mass',
      goal: p,
      heights,
      after: drawnStep.after.size,
      label: `p = ${short(p)}`,
      crossing: isCrossing
        ? { rank, height, label: `${drawnStep.tokens[id]} ${verb}: ${share(height)}` }
        : null,
    }
  }
}

const probabilities = ({ before }: DrawnStep) => {
  return (id: number) => before.probabilityOf(id)
}

function sumTo({ ranks }: DrawnStep, rank: number, term: (id: number) => number): number {
  let sum = 0
  for (let i = 0; i <= rank && i < ranks.length; i++) sum += term(ranks[i]!)
  return sum
}

/** The geometry of each step that has one of its own. */
const RULES: Readonly<Record<string, Rule>> = {
  'top-k': rank((drawnStep) => `k = ${value(drawnStep, 'k')}`),
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
    (drawnStep) => value(drawnStep, 'p') * top(drawnStep),
    (drawnStep, at) => `${short(value(drawnStep, 'p'))} × ${share(top(drawnStep))} = ${share(at)}`,
  ),
  epsilon: floor(
    (drawnStep) => value(drawnStep, 'e'),
    (_, at) => `e = ${short(at)}`,
  ),
  eta: floor(
    (drawnStep) =>
      Math.min(
        value(drawnStep, 'e'),
        Math.sqrt(value(drawnStep, 'e')) * Math.exp(-drawnStep.before.entropy()),
      ),
    (drawnStep, at) => `min(${short(value(drawnStep, 'e'))}, √e · exp(−H)) = ${share(at)}`,
  ),
  'top-a': floor(
    (drawnStep) => value(drawnStep, 'a') * top(drawnStep) ** 2,
    (drawnStep, at) => `${short(value(drawnStep, 'a'))} × ${share(top(drawnStep))}² = ${share(at)}`,
  ),
  'p-less': floor(
    ({ before }) => before.sumOver((probability) => probability ** 2),
    (_, at) => `Σ P² = ${share(at)}`,
  ),
  mirostat: floor(
    (drawnStep) => 2 ** (-2 * value(drawnStep, 'tau')),
    (drawnStep, at) => `μ = ${short(2 * value(drawnStep, 'tau'))} bits: ${share(at)}`,
  ),
  xtc: (drawnStep) => ({
    kind: 'ceiling',
    value: value(drawnStep, 'threshold'),
    label: `threshold ${short(value(drawnStep, 'threshold'))}`,
  }),
  'top-h': entropyCut,
  'tail-free': curvatureCut,
  'top-n-sigma': logitCut,
}

/** A step without a rule of its own: a line where it cut a tail off, outlines otherwise. */
export function cutOf(drawnStep: DrawnStep): CutGeometry {
  const rule = RULES[drawnStep.use.definition.id]
  if (rule) return rule(drawnStep)
  return { kind: 'outline', label: '' }
}

/** What to look at in the plot, one sentence; a step without one is described by its own summary. */
export function sentenceOf(drawnStep: DrawnStep): string {
  const { id, summary } = drawnStep.use.definition
  const k = value(drawnStep, 'k')
  const SENTENCES: Readonly<Record<string, string>> = {
    sample: 'Nothing is cut: the draw is from all of it.',
    greedy: 'Keeps one word, the most likely.',
    temperature: `${value(drawnStep, 't') < 1 ? 'Sharpens' : 'Flattens'} the bars and removes nothing. Outlines show the bars before.`,
    'top-k': `Counts words. The line falls after ${k === 1 ? 'the first' : `number ${k}`}, wherever the mass is.`,
    nucleus: `Counts mass. The staircase climbs to ${short(value(drawnStep, 'p'))}; the word that crosses stays.`,
    'min-p': `Sets a floor: ${short(value(drawnStep, 'p'))} of the most likely word.`,
    epsilon: 'Sets one floor for every distribution.',
    eta: 'Sets a floor that sinks where the distribution is flat.',
    'top-a': 'Sets a floor by the square of the most likely word.',
    'p-less': 'Sets a floor: the chance that two draws agree.',
    typical: `Sorted by |surprisal − H|, H = ${short(drawnStep.before.entropy() / Math.LN2)} bits; then counts mass as nucleus does.`,
    'top-h': 'Spends a budget: the staircase is the share of the entropy that is held.',
    'top-n-sigma': 'Measures on the logits: the floor hangs n deviations below the highest.',
    'tail-free': 'The staircase is the bending of the curve; the cut is where it has bent enough.',
    xtc: 'May remove what stands above the line, all but the last of it. Whether it does is drawn by chance; here, the first draw.',
    mirostat: 'A floor on the surprise, at the start of a text: twice tau bits.',
  }
  return SENTENCES[id] ?? summary
}
