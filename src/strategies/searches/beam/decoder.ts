import { type Decoder, type DecoderOutput, stopAfter } from '../../../decoding/decoder.ts'
import type { Row } from '../../../decoding/model.ts'
import { Distribution, DistributionError } from '../../../sampling/distribution.ts'
import type { SearchSetup } from '../../chain/definition.ts'
import { createPipeline, type Pipeline } from '../../chain/pipeline.ts'
import { traceStep } from '../../chain/trace.ts'
import { type BeamGroup, createBeamGroup } from './group.ts'
import { type BeamCandidate, type BeamHypothesis, type Expansion, rankBy } from './hypothesis.ts'
import type { BeamRule } from './rule.ts'
import { createTreeRecorder } from './tree.ts'

/**
 * The decoder of every beam search. It asks for one row per running hypothesis, group after group, and shows
 * what it would answer if it had to end now.
 * @param rules one per group; all groups start from the prompt
 */
export function beamDecoder(setup: SearchSetup, rules: readonly BeamRule[]): Decoder {
  const pipeline = createPipeline(setup.steps)
  const root = rootOf(pipeline, setup.model.vocabularySize)
  const groups = rules.map((rule) => createBeamGroup(rule, root, setup.limits))
  const tree = setup.traceCandidates > 0 ? createTreeRecorder() : undefined
  return (rows) => {
    try {
      const steps = advance(groups, rows, pipeline, setup)
      tree?.record(steps)
    } catch (error) {
      if (!(error instanceof DistributionError)) throw error
      const { tokens, steps } = bestOf(groups)
      return { tokens, steps, stop: 'error', message: error.at(lengthOf(groups) + 1) }
    }
    return answer(groups, setup, tree?.snapshot(groups))
  }
}

const rootOf = (pipeline: Pipeline, vocabularySize: number): BeamHypothesis => ({
  tokens: [],
  steps: [],
  state: pipeline.init(vocabularySize),
  logProbability: 0,
  score: 0,
  child: -1,
  parentRow: -1,
})

const lengthOf = (groups: readonly BeamGroup[]): number =>
  groups.find(({ running }) => running.length > 0)!.running[0]!.tokens.length

const bestOf = (groups: readonly BeamGroup[]): BeamHypothesis =>
  rankBy(
    groups.map((group) => group.best()),
    ({ rating }) => rating,
  )[0]!.hypothesis

/** Takes every group one step further; a later group knows what the earlier ones chose. */
function advance(groups: readonly BeamGroup[], rows: readonly Row[], pipeline: Pipeline, setup: SearchSetup) {
  const isFirst = lengthOf(groups) === 0
  const taken = new Map<number, number>()
  let sequence = 0
  let children = 0
  return groups.map((group) => {
    if (group.running.length === 0) return undefined
    const expansions = group.running.map((hypothesis, rank) => {
      const row = isFirst ? 0 : sequence++
      return expand(hypothesis, { rank, row }, rows[row]!, pipeline, setup)
    })
    const step = group.advance(expansions, taken, (candidate, index) =>
      append(candidate, children + index, pipeline, setup),
    )
    for (const { token } of [...step.kept, ...step.ended]) taken.set(token, (taken.get(token) ?? 0) + 1)
    children += step.ranked.length
    return step
  })
}

function expand(
  hypothesis: BeamHypothesis,
  place: Pick<Expansion, 'rank' | 'row'>,
  { logits, amateurs }: Row,
  pipeline: Pipeline,
  { prompt, streams }: SearchSetup,
): Expansion {
  const { tokens, state } = hypothesis
  const context = {
    history: [...prompt, ...tokens],
    promptLength: prompt.length,
    step: tokens.length,
    streams,
    amateurs,
  }
  return { hypothesis, ...place, chainTrace: pipeline.run(Distribution.fromLogits(logits), state, context) }
}

function append(
  { parent, token, logProbability, score, u }: BeamCandidate,
  child: number,
  pipeline: Pipeline,
  setup: SearchSetup,
): BeamHypothesis {
  const { hypothesis, chainTrace, row } = parent
  const request = {
    steps: setup.steps,
    candidates: setup.traceCandidates,
    detail: setup.traceDetail,
    nucleus: setup.traceNucleus,
  }
  return {
    tokens: [...hypothesis.tokens, token],
    steps: [...hypothesis.steps, traceStep(chainTrace, token, u, request)],
    state: pipeline.learn(hypothesis.state, token, chainTrace),
    logProbability,
    score,
    child,
    parentRow: row,
  }
}

function answer(groups: readonly BeamGroup[], { limits }: SearchSetup, search: unknown): DecoderOutput {
  const running = groups.flatMap((group) => group.running)
  const { tokens, steps } = bestOf(groups)
  const shown = { tokens, steps, ...(search !== undefined && { search }) }
  if (running.length === 0) return { ...shown, stop: stopAfter(tokens, limits)! }
  return {
    ...shown,
    children: running.map(({ parentRow, tokens: text }) => ({ parent: parentRow, token: text.at(-1)! })),
  }
}
