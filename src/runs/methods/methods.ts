import type { Environment } from '../../models/environment.ts'
import type { StrategyDescription } from '../../strategies/chain/describe.ts'
import { readChain, type WrittenUse, writeUse } from '../../strategies/chain/written-chain.ts'
import type { RunRequest } from '../request/request.ts'
import { splitLane } from '../request/written-lane.ts'
import type { Branch } from '../run/branch-notation.ts'
import { branchText } from '../run/branch-start.ts'
import {
  BOOTSTRAP,
  bibtexOf,
  PERMUTATION,
  programReference,
  type Reference,
  referencesIn,
} from './bibliography.ts'

/** What a paragraph of methods is written from: a run, or trials. */
export interface MethodsFacts {
  readonly environment: Environment
  /** Id of the model of lanes that name none. */
  readonly model: string
  /** As written. */
  readonly lanes: readonly string[]
  readonly maxTokens: number
  readonly samples: number
  /** Those the runs had: one, or several in ascending order. */
  readonly seeds: readonly number[]
  readonly prompts: number
  readonly stop?: readonly string[] | undefined
  readonly chat?: boolean | undefined
  /** By inverse CDF where it is absent. */
  readonly coupling?: RunRequest['coupling']
  /** What intervals and tests resample, where there are any. */
  readonly over?: 'prompts' | 'texts' | undefined
  /** How many texts each lane gave a prompt and seed, where they are known. */
  readonly texts?: readonly number[] | undefined
  readonly branches?: readonly NamedBranch[] | undefined
}

/** A branch and the words that were put there. */
interface NamedBranch extends Branch {
  readonly words: string
}

/** What a run gave: its texts by lane, and the branches that a person took from them. */
interface Given {
  readonly result: { readonly lanes: readonly { readonly samples: readonly unknown[] }[] }
  readonly branches: readonly (Branch & {
    readonly result: { readonly steps: readonly { text: string }[] }
  })[]
}

export interface Methods {
  /** Markdown; citations as Pandoc has them, [@key]. */
  readonly paragraph: string
  readonly bibtex: string
}

type RequestFacts = Omit<MethodsFacts, 'environment' | 'seeds' | 'prompts' | 'over' | 'texts' | 'branches'>

/** What a paragraph states of one run. */
export const factsOfRun = (
  environment: Environment,
  { seed, ...request }: RequestFacts & { readonly seed: number },
  { result, branches }: Given,
): MethodsFacts => ({
  ...request,
  texts: result.lanes.map(({ samples }) => samples.length),
  branches: branches.map((branch) => ({
    ...branch,
    words: branchText(branch, branch.result.steps),
  })),
  environment,
  seeds: [seed],
  prompts: 1,
  over: request.samples > 1 ? 'texts' : undefined,
})

/** What a paragraph states of trials. @param seeds of all runs */
export const factsOfTrials = (
  environment: Environment,
  request: RequestFacts & Pick<MethodsFacts, 'texts'>,
  seeds: readonly number[],
  { prompts, over }: Pick<MethodsFacts, 'prompts' | 'over'>,
): MethodsFacts => ({
  ...request,
  environment,
  seeds: [...new Set(seeds)].sort((one, other) => one - other),
  prompts,
  over,
})

/** How a run was made, for a paper: every sentence is derived from it. */
export function methodsOf(facts: MethodsFacts, strategies: readonly StrategyDescription[]): Methods {
  const lanes = facts.lanes.map((lane) => laneOf(lane, strategies))
  const statistics = facts.over === undefined ? [] : [BOOTSTRAP, ...(lanes.length > 1 ? [PERMUTATION] : [])]
  const references = [
    programReference(facts.environment.program),
    ...lanes.flatMap((lane) => lane.references),
    ...statistics,
  ]
  const sentences = [
    programSentence(facts),
    ...modelSentences(facts),
    taskSentence(facts),
    `The strategies were ${lanes.map(({ words }, index) => `(${letterOf(index)}) ${words}`).join('; ')}.`,
    'Every probability, sum and cut was computed in float64 over the whole vocabulary, ties going to ' +
      'the lower token id.',
    ...(lanes.some(({ isDrawn }) => isDrawn) ? [drawSentence(facts, lanes)] : []),
    ...branchSentences(facts),
    ...(facts.over === undefined ? [] : [statisticsSentence(facts.over, lanes.length)]),
  ]
  return { paragraph: sentences.join(' '), bibtex: bibtexOf(references) }
}

/** The paragraph, then the references. */
export function methodsText(facts: MethodsFacts, strategies: readonly StrategyDescription[]): string {
  const { paragraph, bibtex } = methodsOf(facts, strategies)
  return `${paragraph}\n\n${bibtex}`
}

const letterOf = (index: number): string => String.fromCharCode(97 + index)

function programSentence({ environment }: MethodsFacts): string {
  const { program, onnxruntime, transformers, node, platform, processor } = environment
  return (
    `Texts were generated with Nucleus ${program} [@nucleus] (ONNX Runtime ${onnxruntime}, ` +
    `transformers.js ${transformers}, Node ${node}, ${platform}, ${processor}).`
  )
}

function modelSentences({ environment, model, lanes }: MethodsFacts): string[] {
  const named = lanes.map((lane) => splitLane(lane).model ?? model)
  const words = environment.models.map(({ id, dtype, files }) => {
    const hashes = files.map(({ path, sha256 }) => `\`${path}\`, SHA-256 ${sha256}`)
    return `\`${id}\` (${[dtype, ...hashes].join('; ')})`
  })
  if (words.length === 0) return []
  const many = new Set(named).size > 1 || words.length > 1
  return [`The ${many ? 'models were' : 'model was'} ${listed(words)}.`]
}

function taskSentence({ prompts, maxTokens, samples, stop = [], chat, texts = [] }: MethodsFacts): string {
  const what = prompts === 1 ? 'One prompt' : `${prompts} prompts`
  const chatted = chat ? ", written with the model's chat template," : ''
  const most = texts.length > 0 ? Math.max(...texts) : samples
  const each = most > 1 ? ` ${most} times a strategy` : ' once a strategy'
  const single = texts.flatMap((count, lane) => (count === 1 ? [`(${letterOf(lane)})`] : []))
  const once =
    most > 1 && single.length > 0 ? ` (once by ${listed(single)}, which can give one text only)` : ''
  const stops =
    stop.length > 0 ? ` or one of the texts ${listed(stop.map((text) => JSON.stringify(text)))} came` : ''
  return (
    `${what}${chatted} ${prompts === 1 ? 'was' : 'were'} continued${each} and seed${once}, until the model ` +
    `ended the text${stops}, for ${maxTokens} tokens at most.`
  )
}

/** Most branches that are listed one by one. */
const MOST_BRANCHES = 8

function branchSentences({ branches = [] }: MethodsFacts): string[] {
  if (branches.length === 0) return []
  const shown = branches.slice(0, MOST_BRANCHES).map(({ lane, sample, step, token, words }) => {
    const put = token === undefined ? 'the typed text' : `the chosen token ${token},`
    const at = `at token ${step + 1}`
    return `in sample ${sample + 1} of (${letterOf(lane)}), ${put} ${JSON.stringify(words)} ${at}`
  })
  const rest = branches.length - shown.length
  const all = rest > 0 ? [...shown, `${rest} more`] : shown
  return [
    `A person put words into texts, and the strategy went on behind them with the draws it would have ` +
      `had there: ${all.join('; ')}.`,
  ]
}

function drawSentence({ seeds, coupling }: MethodsFacts, lanes: readonly LaneWords[]): string {
  const shown =
    seeds.length > 8 ? `${seeds.length} seeds, ${seeds[0]} to ${seeds.at(-1)}` : listed(seeds.map(String))
  const who = lanes.every(({ isDrawn }) => isDrawn)
    ? 'All strategies'
    : 'Strategies that draw a token at a time'
  const how =
    coupling === 'gumbel-max'
      ? 'was the one whose log-probability plus its own Gumbel noise at (seed, i, t) was greatest'
      : 'was drawn by inverting the cumulative distribution, most likely token first, at u(seed, i, t)'
  return `${who} shared their random numbers: token t of sample i ${how} (seeds: ${shown}).`
}

function statisticsSentence(over: 'prompts' | 'texts', lanes: number): string {
  const tests =
    lanes > 1
      ? ' Strategies were compared with the first one, paired by prompt, seed and sample; p values are ' +
        `of two-sided sign-flip permutation tests over ${over} [@${PERMUTATION.key}].`
      : ''
  return (
    `Intervals are 95% percentile bootstrap intervals over ${over}, of 1,000 resamples ` +
    `[@${BOOTSTRAP.key}].${tests}`
  )
}

interface LaneWords {
  readonly words: string
  readonly references: readonly Reference[]
  /** Whether each token is drawn from one distribution. */
  readonly isDrawn: boolean
}

function laneOf(lane: string, strategies: readonly StrategyDescription[]): LaneWords {
  const { chain, model } = splitLane(lane)
  const { steps, search } = readChain(chain, strategies)
  const isShown = steps.length === 0 || !search.strategy.isImplied
  const uses = [...steps, ...(isShown ? [search] : [])]
  const cited = uses.map((use) => ({ use, references: referencesIn(use.strategy.paper) }))
  const words = cited.map(({ use, references }) => useInWords(use, references)).join(', then ')
  return {
    words: model === undefined ? words : `${words} on \`${model}\``,
    references: cited.flatMap(({ references }) => references),
    isDrawn: search.strategy.isStepwise === true && search.strategy.isDeterministic !== true,
  }
}

function useInWords(use: WrittenUse, references: readonly Reference[]): string {
  const keys = references.map(({ key }) => `@${key}`).join('; ')
  return `${use.strategy.title.toLowerCase()} (\`${writeUse(use)}\`)${keys ? ` [${keys}]` : ''}`
}

const listed = (words: readonly string[]): string =>
  words.length < 2 ? (words[0] ?? '') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`
