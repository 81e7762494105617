import { decodeContexts } from '../../decoding/decode.ts'
import type { StepTrace } from '../../decoding/decoder.ts'
import type { LanguageModel } from '../../decoding/model.ts'
import { withPrefixCache } from '../../decoding/prefix-cache.ts'
import { drawsOf } from '../../sampling/coupling.ts'
import { randomStreams } from '../../sampling/random.ts'
import { isNeutral } from '../../strategies/chain/chain.ts'
import { type TracedStep, traceChain } from '../../strategies/chain/chain-trace.ts'
import { addBias, ruleStep } from '../../strategies/chain/constraints.ts'
import type { Chain } from '../../strategies/chain/definition.ts'
import { isSampling, isStepwise } from '../../strategies/chain/search-part.ts'
import { traceStep } from '../../strategies/chain/trace.ts'
import { type Contest, contestOf } from '../lab/contest.ts'
import { type DrawPosition, drawPositionOf } from '../lab/draw-position.ts'
import { formatChain } from '../request/notation.ts'
import { runModels } from '../run/run-models.ts'
import { type InspectionPlan, planInspection } from './plan.ts'
import type { InspectRequest } from './request.ts'
import { type InspectRow, inspectRows } from './rows.ts'
import { type SearchStep, searchStep } from './search.ts'

/** What one step of the chain left. */
interface InspectStage {
  /** Notation of the step. */
  readonly step: string
  readonly title: string
  readonly isOff: boolean
  readonly kept: number
  /** Model probability of what is left. */
  readonly mass: number
  /** What a step that learns knew at this point, in words. */
  readonly memory?: string
}

/** One step of one text taken apart, over the whole vocabulary. Natural logs, nats; ranks count from 1. */
export interface Inspection {
  readonly model: string
  /** In canonical notation. */
  readonly chain: string
  /** From 0. */
  readonly step: number
  readonly vocabularySize: number
  /** The chosen token as its lane's trace has it. */
  readonly trace: Omit<StepTrace, 'candidates' | 'stages'>
  /** Whether the lane itself chose this token; a person may have put it there. */
  readonly isOwn: boolean
  /** What the lane itself would have taken, where that is another. */
  readonly instead?: { readonly token: number; readonly text: string }
  readonly stages: readonly InspectStage[]
  readonly rows: readonly InspectRow[]
  /** Where something is drawn: where this step's draw falls. */
  readonly landing?: DrawPosition
  /** The same by Gumbel-max: the tokens that came nearest to being drawn. */
  readonly contest?: Contest
  /** Where a search looked at more than one text. */
  readonly search?: SearchStep
}

/**
 * Takes a step of a text apart: the lane follows its own text once more up to there, so that steps with
 * memory know what they knew. The models' rows are cached, so walking along a text is cheap.
 * @param others models that the lanes' amateurs name, by id
 * @throws UserError `bad-request` for tokens the model does not have, `prompt-too-long`, `lane-unsupported`
 */
export async function inspect(
  loaded: LanguageModel,
  asked: InspectRequest,
  signal?: AbortSignal,
  others: ReadonlyMap<string, LanguageModel> = new Map(),
): Promise<Inspection> {
  const models = runModels(loaded, others)
  const plan = planInspection({ of: (id) => withPrefixCache(models.of(id)) }, asked)
  const request = withBans(withConstraints(asked, plan.constraints))
  const watched = await watchAll(plan, request, signal)
  const { model } = plan
  const nameOf = (id: number) => model.nameOf(id)
  const { chain } = request.lane
  const { steps } = chain
  const { chainTrace, state } = watched[0]!
  const step = request.tokens.length - 1
  const token = request.tokens[step]!
  const { coupling = 'inverse-cdf' } = request
  const streams = randomStreams(request.seed, request.sample)
  const own = isSampling(chain) ? drawsOf(coupling, streams)(chainTrace.final, step) : undefined
  const u = own?.u ?? null
  const looks = chain.search.definition.lookAt !== undefined
  const search = looks ? await searchStep({ ...request, ...plan, ...chain, signal }) : undefined
  const would = own?.token ?? chainTrace.final.id(0)
  const isOwn = isStepwise(chain) ? token === would : !looks || search !== undefined
  const walked = watched.map((one, index) => ({
    ...one,
    steps: index === 0 ? steps : request.others[index - 1]!.chain.steps,
  }))
  return {
    model: model.info.id,
    chain: formatChain(asked.lane.chain),
    step,
    vocabularySize: model.info.vocabularySize,
    trace: traceStep(chainTrace, token, isOwn ? u : null, { steps, candidates: 0 }),
    isOwn,
    ...(isStepwise(chain) && !isOwn && { instead: { token: would, text: nameOf(would) } }),
    stages: stagesOf(chain, watched[0]!),
    rows: inspectRows({
      chainTrace,
      steps,
      named: [token, ...(request.banned ?? [])],
      rows: request.rows,
      nameOf,
    }),
    ...(u !== null &&
      (coupling === 'inverse-cdf'
        ? { landing: drawPositionOf(walked[0]!, walked.slice(1), u, nameOf) }
        : { contest: contestOf(walked.map(finalOf), streams, step, nameOf) })),
    ...(search && { search }),
  }

  function stagesOf({ steps: uses }: Chain, { chainTrace: { raw, stages } }: TracedStep): InspectStage[] {
    return stages.map((stage, index) => {
      const use = uses[index]!
      const memory = use.definition.describeMemory?.(state[index])
      return {
        step: use.notation,
        title: use.definition.title,
        isOff: isNeutral(use),
        kept: stage.size,
        mass: raw.massOf(stage),
        ...(memory !== undefined && { memory }),
      }
    })
  }
}

const finalOf = ({ chainTrace }: Pick<TracedStep, 'chainTrace'>) => chainTrace.final

/** The same lanes, behind the steps that hold for all of them. */
function withConstraints(
  request: InspectRequest,
  constraints: InspectionPlan['constraints'],
): InspectRequest {
  if (constraints.length === 0) return request
  const put = (lane: InspectRequest['lane']) => ({
    ...lane,
    chain: { ...lane.chain, steps: [...constraints, ...lane.chain.steps] },
  })
  return { ...request, lane: put(request.lane), others: request.others.map(put) }
}

/** The inspected lane, behind what its search took back at this step, as the search itself has it there. */
function withBans(request: InspectRequest): InspectRequest {
  const { lane, tokens, banned = [] } = request
  if (banned.length === 0) return request
  const ban = addBias(banned.map((token) => [token, -Infinity]))
  const rule = ruleStep(lane.chain.search.definition.id, (distribution, { step }) =>
    step === tokens.length - 1 ? ban(distribution) : distribution,
  )
  return { ...request, lane: { ...lane, chain: { ...lane.chain, steps: [rule, ...lane.chain.steps] } } }
}

/** The inspected lane's chain after its text, then the others'. */
async function watchAll(
  { model, prompt, contexts, readers }: InspectionPlan,
  { lane, others, seed, sample, tokens }: InspectRequest,
  signal: AbortSignal | undefined,
): Promise<TracedStep[]> {
  const streams = randomStreams(seed, sample)
  const text = tokens.slice(0, -1)
  const watches = [lane, ...others].map(({ chain: { steps } }) =>
    traceChain({ steps, model: model.info, prompt, streams, text }),
  )
  const sequences = watches.map(({ decoder }, index) => ({ decoder, contexts: readers[index]! }))
  await decodeContexts(contexts, sequences, () => {}, signal)
  signal?.throwIfAborted()
  return watches.map((watch) => watch.step())
}
