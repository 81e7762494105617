import { kindOfFile, type ShownRunFile, shownRunFileSchema } from '../../../runs/replay/run-file-schema.ts'
import { writeStopText } from '../../../runs/request/stop-text.ts'
import type { StepRecord } from '../../../runs/run/events.ts'
import { branchOf } from '../branch/branch.ts'
import { readLane, writeLane } from '../chain/lane-chain.ts'
import { type LaneRun, type Run, type Sample, startRun } from '../run/run.ts'
import { otherCoupling } from '../settings/link.ts'
import type { Offer } from '../settings/offer.ts'
import { faultsOf, type Settings } from '../settings/settings.ts'

/** Reads an exported run. Whatever a file holds, the result has the declared shape. */

export interface OpenedRun {
  readonly run: Run
  /** The body that has the server run it again. */
  readonly replay: object
}

/** A reason why a file cannot be opened, in a sentence. */
class BadFile extends Error {}

/** The run, or why there is none. */
export function openRunFile(text: string, name: string, offer: Offer): OpenedRun | string {
  try {
    return read(parse(text), name, offer)
  } catch (error) {
    if (error instanceof BadFile) return error.message
    throw error
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new BadFile('It is not JSON. Open the JSON that Export saves.')
  }
}

function read(value: unknown, name: string, offer: Offer): OpenedRun {
  refuseStrange(value)
  const { data: file, error } = shownRunFileSchema.safeParse(value)
  if (!file) {
    const path = error.issues[0]?.path ?? []
    return damaged(String(path.findLast((part) => typeof part === 'string') ?? 'format'))
  }
  const settings = settingsOf(file, offer)
  const recorded = file.result.lanes.map(({ samples }) => samples.map(sampleOf))
  if (recorded.length !== settings.lanes.length || recorded.some(({ length }) => length === 0))
    damaged('lanes')
  const texts = file.result.lanes.map(({ samples }) => ({ samples: samples.map(recordedOf) }))
  const run: Run = {
    ...startRun(settings),
    phase: 'done',
    file: name,
    promptTokens: file.result.promptTokens ?? [],
    given: file.result.given,
    lanes: settings.lanes.map((lane, index) => laneOf(lane, recorded[index]!, file.result.lanes[index]!)),
  }
  const branches = file.branches.map((branch) => growBranch(run, branch))
  const { format, version, request, environment } = file
  return { run, replay: { format, version, request, environment, result: { lanes: texts }, branches } }
}

function refuseStrange(value: unknown): void {
  const kind = kindOfFile(value)
  if (kind === 'without-settings')
    throw new BadFile('It is a run without its settings. Save it with Export, or with run --record.')
  if (kind === 'stranger') throw new BadFile('It is not an exported run. Open the JSON that Export saves.')
  if (kind === 'other-version')
    throw new BadFile('It was written by another version of this program, in a form this one does not know.')
}

function damaged(where: string): never {
  throw new BadFile(`It is damaged: “${where}” is not what a run has there. Export the run again.`)
}

function settingsOf({ request, human }: ShownRunFile, offer: Offer): Settings {
  const { prompt, model, lanes, chat = false, heal = false } = request
  const settings = {
    prompt,
    model,
    lanes: lanes.map((chain, key) => ({ key, chain: readLane(chain, offer.strategies) })),
    maxTokens: String(request.maxTokens),
    samples: String(request.samples),
    seed: String(request.seed),
    coupling: otherCoupling(request.coupling),
    stop: request.stop.map(writeStopText).join('\n'),
    chat,
    heal,
    human: human?.written ?? '',
    humanP: human?.p ?? '',
  }
  if (!offer.models.some(({ id }) => id === model))
    throw new BadFile(`It was made with the model “${model}”, which is not on this server.`)
  const [fault] = Object.values(faultsOf(settings, offer))
  if (fault) throw new BadFile(`Its settings cannot be used here: ${fault}`)
  return settings
}

type FileText = ShownRunFile['result']['lanes'][number]['samples'][number]

const sampleOf = ({ steps, stop, message, metrics = {}, search }: FileText): Sample => ({
  steps: steps.map(({ bytes, nucleus, rewound, ...step }) => ({
    ...step,
    ...(rewound && { rewound }),
    ...(bytes !== undefined && { bytes }),
    ...(nucleus !== undefined && { nucleus }),
  })),
  received: steps.length,
  stop,
  metrics,
  ...(message !== undefined && { message }),
  ...(search && { search }),
})

function laneOf(
  { key, chain }: Settings['lanes'][number],
  samples: Sample[],
  { promptTokens }: ShownRunFile['result']['lanes'][number],
): LaneRun {
  const lane = writeLane(chain)
  const model = 'model' in chain ? chain.model : undefined
  return {
    key,
    lane,
    chain: lane,
    ...(model !== undefined && { model }),
    ...(promptTokens && { promptTokens }),
    isDeterministic: samples.length === 1,
    samples,
  }
}

/**
 * Puts a branch of the file on the text that its lane and sample have by then; answers what a replay needs of
 * it.
 */
function growBranch(run: Run, { result, ...branch }: ShownRunFile['branches'][number]) {
  const { lane, sample: index, step, token } = branch
  const samples = run.lanes[lane]?.samples
  const from = samples?.[index]
  if (!samples || !from || step >= from.steps.length) return damaged('branches')
  const text = token === undefined ? (branch.text ?? damaged('branches')) : undefined
  const grown = { ...branchOf(from, { step, token, text }), ...sampleOf(result) }
  if (text !== undefined && grown.growth) grown.growth.forced = spelling(grown.steps, step, text)
  samples[index] = grown
  return { ...branch, ...(text !== undefined && { text }), result: recordedOf(result) }
}

/** How many tokens from one on spell what was typed there. */
function spelling(steps: readonly StepRecord[], step: number, text: string): number {
  let length = 0
  let count = 0
  while (length < text.length && step + count < steps.length) length += steps[step + count++]!.text.length
  return Math.max(1, count)
}

/** All of a text that a replay compares, as the file has it. */
const recordedOf = ({ tokens, text, steps, stop }: FileText) => ({
  tokens: tokens ?? steps.map(({ token }) => token),
  ...(text !== undefined && { text }),
  steps: steps.map((step) => ({ token: step.token, text: step.text })),
  stop,
})
