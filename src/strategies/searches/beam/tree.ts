import type { BeamGroup, GroupStep, Rated } from './group.ts'
import { rankBy } from './hypothesis.ts'

/** A child that was looked at in one step of a beam search. */
export interface BeamChild {
  /** Index of its parent among the previous step's children; -1 for the prompt. */
  readonly parent: number
  readonly token: number
  /** Sum of its text's log-probabilities after the chain, in nats. */
  readonly logProbability: number
  /** What it was ranked by: that sum, penalised or perturbed where the search does so. */
  readonly score: number
  /** Whether it stays in the beam. */
  readonly kept: boolean
  /** Whether its text ended here and counts; a child neither kept nor finished was pruned. */
  readonly finished: boolean
  /** Group of a diverse search, from 0. */
  readonly group: number
}

/** A hypothesis that ended. */
export interface BeamResult {
  readonly tokens: readonly number[]
  /** Sum of the tokens' log-probabilities after the chain, in nats. */
  readonly logProbability: number
  /** Generated tokens, end-of-text included. */
  readonly length: number
  /**
   * What the search adds up, before the length penalty: `logProbability`, penalised or perturbed where it
   * does so.
   */
  readonly sum: number
  /** What the ranking goes by: what the search adds up, after the length penalty. */
  readonly score: number
  /** Group of a diverse search, from 0. */
  readonly group: number
}

/** The record of a beam search: `DecoderOutput.search` of a lane with a trace. */
export interface BeamTree {
  readonly kind: 'beam'
  /** One entry a step: the children that were looked at, best first within each group. */
  readonly steps: readonly (readonly BeamChild[])[]
  /** Every hypothesis that ended and counted, in the order they ended. */
  readonly finished: readonly BeamResult[]
  /** Those still kept, best first: once the search is over, the first one is the lane's text. */
  readonly ranking: readonly BeamResult[]
}

export const isBeamTree = (search: unknown): search is BeamTree =>
  typeof search === 'object' && search !== null && 'kind' in search && search.kind === 'beam'

/** Writes the tree while the search goes on. */
export function createTreeRecorder() {
  const levels: BeamChild[][] = []
  const finished: BeamResult[] = []
  return {
    /** @param steps by group; undefined for a group whose search is over */
    record(steps: readonly (GroupStep | undefined)[]): void {
      levels.push(steps.flatMap((step, group) => (step ? childrenOf(step, group) : [])))
      for (const [group, step] of steps.entries()) {
        for (const ending of step?.endings ?? []) finished.push(resultOf(ending, group))
      }
    },
    /** The tree so far; later steps don't change it. */
    snapshot(groups: readonly BeamGroup[]): BeamTree {
      const results = groups.flatMap((group, index) =>
        group.finished.map((ending) => resultOf(ending, index)),
      )
      const ranking = rankBy(results, ({ score }) => score)
      return { kind: 'beam', steps: [...levels], finished: [...finished], ranking }
    },
  }
}

function childrenOf({ ranked, kept, ended }: GroupStep, group: number): BeamChild[] {
  return ranked.map((candidate) => ({
    parent: candidate.parent.hypothesis.child,
    token: candidate.token,
    logProbability: candidate.logProbability,
    score: candidate.score,
    kept: kept.has(candidate),
    finished: ended.has(candidate),
    group,
  }))
}

function resultOf({ hypothesis, rating }: Rated, group: number): BeamResult {
  const { tokens, logProbability, score: sum } = hypothesis
  return { tokens, logProbability, length: tokens.length, sum, score: rating, group }
}
