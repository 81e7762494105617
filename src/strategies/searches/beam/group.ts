import { type Limits, stopAfter } from '../../../decoding/decoder.ts'
import { type BeamCandidate, type BeamHypothesis, type Expansion, rankBy } from './hypothesis.ts'
import type { BeamRule, Taken } from './rule.ts'

/** A hypothesis and what it is ranked by. */
export interface Rated {
  readonly hypothesis: BeamHypothesis
  readonly rating: number
}

/** What one step looked at, best first, and what became of it. */
export interface GroupStep {
  readonly ranked: readonly BeamCandidate[]
  readonly kept: ReadonlySet<BeamCandidate>
  readonly ended: ReadonlySet<BeamCandidate>
  /** The hypotheses of `ended`. */
  readonly endings: readonly Rated[]
}

/** One beam: a plain search has one, a diverse search several that run side by side. */
export interface BeamGroup {
  /** Best first; empty once the search is over. */
  readonly running: readonly BeamHypothesis[]
  /** The best hypotheses that ended, best first, at most as many as the beam is wide. */
  readonly finished: readonly Rated[]
  /**
   * @param expansions of the running hypotheses, in their order
   * @param append makes the hypothesis of a child from its index in `ranked`
   */
  advance(
    expansions: readonly Expansion[],
    taken: Taken,
    append: (candidate: BeamCandidate, index: number) => BeamHypothesis,
  ): GroupStep
  /** What the search would answer if it had to end now; once it is over, its answer. */
  best(): Rated
}

export function createBeamGroup(rule: BeamRule, root: BeamHypothesis, limits: Limits): BeamGroup {
  let running: readonly BeamHypothesis[] = [root]
  let finished: readonly Rated[] = []
  const ratings = () => finished.map(({ rating }) => rating)
  const rate = (hypothesis: BeamHypothesis): Rated => {
    return { hypothesis, rating: rule.rate(hypothesis.score, hypothesis.tokens.length) }
  }
  return {
    get running() {
      return running
    },
    get finished() {
      return finished
    },
    advance(expansions, taken, append) {
      const length = running[0]!.tokens.length + 1
      const proposed = expansions.flatMap((expansion) => rule.propose(expansion, taken))
      const ranked = rankBy(proposed, ({ score }) => score).slice(0, rule.considered)
      const ends = ({ parent, token }: BeamCandidate) =>
        stopAfter([...parent.hypothesis.tokens, token], limits) !== undefined
      const { kept, ended } = rule.select(ranked, ends, ratings())
      const make = (candidate: BeamCandidate) => append(candidate, ranked.indexOf(candidate))
      const endings = ended.map((candidate) => rate(make(candidate)))
      finished = rankBy([...finished, ...endings], ({ rating }) => rating).slice(0, rule.width)
      const isOver = kept.length === 0 || rule.isSettled(kept[0]!.score, length, ratings())
      running = isOver ? [] : kept.map(make)
      return { ranked, kept: new Set(kept), ended: new Set(ended), endings }
    },
    best: () => rankBy([...finished, ...running.map(rate)], ({ rating }) => rating)[0]!,
  }
}
