import { csvLine } from '../../../csv.ts'
import type { Environment } from '../../../models/environment.ts'
import { toJson } from '../../../runs/json.ts'
import type { RunFile } from '../../../runs/replay/run-file-schema.ts'
import { writeStopText } from '../../../runs/request/stop-text.ts'
import { laneResult, sampleResult } from '../../../runs/run/collect.ts'
import type { RunResult } from '../../../runs/run/events.ts'
import { textRecord } from '../../../runs/run/text-record.ts'
import { quoted } from '../../ui/shell.ts'
import { branchesOf, originalOf } from '../branch/branch.ts'
import { branchWords, isForced } from '../branch/in-words.ts'
import { type HumanText, humanSamples } from '../human/human.ts'
import type { Run, Sample, ShownStep } from '../run/run.ts'
import { promptOf, requestOf, type Settings } from '../settings/settings.ts'

/** A run as files and commands. */

/** The API's reply, as far as the run came; branches are beside it. */
export const resultOf = ({ settings, lanes, promptTokens, given }: Run): RunResult => ({
  model: settings.model,
  prompt: settings.prompt,
  promptTokens,
  seed: Number(settings.seed),
  lanes: lanes.map((lane) => laneResult(lane, lane.samples.map(originalOf), lane.metrics ?? lane.ownMetrics)),
  ...(given && { given }),
})

/** A text as files hold it: without what only the page knows. */
const textOf = ({ growth: _, endedAt: __, ...sample }: Sample) => sampleResult(sample)

/** A run with all it takes to run it again: what `replay` and Open read; a human text beside it. */
export const runFileOf = (
  run: Run,
  environment: Environment,
  human?: HumanText,
): RunFile & { readonly human?: object } => ({
  format: 'nucleus-run',
  version: 1,
  request: requestOf(run.settings),
  environment,
  result: resultOf(run),
  branches: branchesOf(run).map(({ place, sample }) => ({ ...place, result: textOf(sample) })),
  ...(human?.result && { human: { written: human.wanted.text, p: human.wanted.p, ...human.result } }),
})

/** What a person wrote, among the texts of lanes. */
const HUMAN_LANE = 'human text'

/**
 * Every text of a run: those the lanes wrote, then their branches, counted from 1 in the order they grew,
 * then a person's.
 */
const textsOf = (run: Run, human: HumanText | undefined) => [
  ...run.lanes.flatMap(({ lane, samples }) =>
    samples.map((sample, index) => ({ lane, index, branch: 0, sample: originalOf(sample) })),
  ),
  ...branchesOf(run).map(({ place, sample }, index) => ({
    lane: run.lanes[place.lane]?.lane ?? '',
    index: place.sample,
    branch: index + 1,
    sample,
  })),
  ...humanSamples(human).map((sample) => ({ lane: HUMAN_LANE, index: 0, branch: 0, sample })),
]

const COLUMNS = ['token', 'text', 'logprob', 'rank', 'entropy', 'kept', 'keptMass', 'u'] as const

/**
 * One row a token; natural logs and nats, as in the JSON. With a human text a column has what its nucleus
 * allows, with branches one whether a person put the token there.
 */
export function csvOf(run: Run, human?: HumanText): string {
  const columns: readonly (keyof ShownStep)[] = human?.result ? [...COLUMNS, 'allowed'] : COLUMNS
  const texts = textsOf(run, human)
  const isBranched = texts.some(({ branch }) => branch > 0)
  const rows = texts.flatMap(({ lane, index, branch, sample }) =>
    sample.steps.map((step, at) => [
      ...[lane, index + 1, branch, at + 1, ...columns.map((name) => step[name])],
      ...(isBranched ? [isForced(sample, at)] : []),
    ]),
  )
  const heads = ['lane', 'sample', 'branch', 'step', ...columns, ...(isBranched ? ['byHand'] : [])]
  return [heads, ...rows].map(csvLine).join('\r\n')
}

/** One line a text, as the command `metrics` reads it. */
export const jsonLinesOf = (run: Run, human?: HumanText): string =>
  textsOf(run, human)
    .map(({ lane, index, branch, sample }) => {
      const { seed, maxTokens } = requestOf(run.settings)
      const { steps, ...text } = textOf(sample)
      const place = { ...promptOf(run.settings), lane, seed, maxTokens, sample: index + 1, branch }
      const byHand = branchWords(sample)
      const record = textRecord({ ...text, steps })
      return `${toJson({ ...place, ...(byHand.length > 0 && { byHand }), ...text, ...record })}\n`
    })
    .join('')

/** @param branches in notation */
export function commandOf(settings: Settings, branches: readonly string[] = []): string {
  const { prompt, model, chat, heal, lanes, coupling, stop = [], ...numbers } = requestOf(settings)
  const options = [
    ...['--prompt', prompt, '--model', model, ...lanes.flatMap((lane) => ['--lane', lane])],
    ...['--max-tokens', String(numbers.maxTokens), '--samples', String(numbers.samples)],
    ...['--seed', String(numbers.seed), ...(coupling ? ['--coupling', coupling] : [])],
    ...[...(chat ? ['--chat'] : []), ...(heal ? ['--heal'] : [])],
    ...stop.flatMap((text) => ['--stop', writeStopText(text)]),
    ...branches.flatMap((branch) => ['--branch', branch]),
  ]
  return `npm run --silent cli -- run ${options.map(quoted).join(' ')}`
}

export const curlOf = (settings: Settings, origin: string): string =>
  `curl -s ${origin}/api/runs -H 'content-type: application/json' -d ` +
  `${quoted(JSON.stringify(requestOf(settings)))}`
