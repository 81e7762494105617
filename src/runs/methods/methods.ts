import type { StrategyDescription } from '../../strategies/chain/describe.ts'
import { BOOTSTRAP, bibtexOf, PERMUTATION, programReference } from './bibliography.ts'
import { chanceSentences } from './chance.ts'
import type { MethodsFacts, StatisticsFacts } from './facts.ts'
import { type LaneWords, lanesOf, letterOf } from './lanes.ts'
import { listed } from './listed.ts'
import { differenceSentences } from './settings.ts'
import { taskSentences } from './task.ts'

export interface Methods {
  /** Markdown; citations as Pandoc has them, [@key]. */
  readonly paragraph: string
  readonly bibtex: string
}

/** How runs were made, for a paper: every sentence is derived from what was asked and given. */
export function methodsOf(facts: MethodsFacts, strategies: readonly StrategyDescription[]): Methods {
  const { environment, runs, statistics } = facts
  const lanes = lanesOf(runs, strategies)
  const references = [
    programReference(environment.program),
    ...lanes.flatMap((lane) => lane.references),
    ...(statistics ? [BOOTSTRAP] : []),
    ...(statistics?.isCompared ? [PERMUTATION] : []),
  ]
  const sentences = [
    programSentence(facts),
    ...modelSentences(facts, lanes),
    ...taskSentences(facts, lanes),
    `The strategies were ${lanes.map(({ letter, words }) => `${letter} ${words}`).join('; ')}.`,
    ...differenceSentences(runs, lanes),
    'Every probability, sum and cut was computed in float64 over the whole vocabulary, ties going to ' +
      'the lower token id.',
    ...chanceSentences(runs, lanes),
    ...branchSentences(facts),
    ...(statistics ? [statisticsSentence(statistics)] : []),
  ]
  return { paragraph: sentences.join(' '), bibtex: bibtexOf(references) }
}

/** The paragraph, then the references. */
export function methodsText(facts: MethodsFacts, strategies: readonly StrategyDescription[]): string {
  const { paragraph, bibtex } = methodsOf(facts, strategies)
  return `${paragraph}\n\n${bibtex}`
}

function programSentence({ environment }: MethodsFacts): string {
  const { program, onnxruntime, transformers, node, platform, processor } = environment
  return (
    `Texts were generated with Nucleus ${program} [@nucleus] (ONNX Runtime ${onnxruntime}, ` +
    `transformers.js ${transformers}, Node ${node}, ${platform}, ${processor}).`
  )
}

function modelSentences({ environment, runs }: MethodsFacts, lanes: readonly LaneWords[]): string[] {
  const words = environment.models.map(({ id, dtype, files }) => {
    const hashes = files.map(({ path, sha256 }) => `\`${path}\`, SHA-256 ${sha256}`)
    return `\`${id}\` (${[dtype, ...hashes].join('; ')})`
  })
  if (words.length === 0) return []
  if (words.length === 1) return [`The model was ${words[0]}.`]
  const { model } = runs[0]!
  const isShared = runs.every((run) => run.model === model) && lanes.some(({ namesModel }) => !namesModel)
  return [
    `The models were ${listed(words)}.`,
    ...(isShared ? [`Strategies that name no model ran on \`${model}\`.`] : []),
  ]
}

/** Most branches that are listed one by one. */
const MOST_BRANCHES = 8

function branchSentences({ branches = [] }: MethodsFacts): string[] {
  if (branches.length === 0) return []
  const shown = branches.slice(0, MOST_BRANCHES).map(({ lane, sample, step, token, words }) => {
    const put = token === undefined ? 'the typed text' : `the chosen token ${token},`
    const at = `at token ${step + 1}`
    return `in sample ${sample + 1} of ${letterOf(lane)}, ${put} ${JSON.stringify(words)} ${at}`
  })
  const rest = branches.length - shown.length
  const all = rest > 0 ? [...shown, `${rest} more`] : shown
  return [
    `A person put words into texts, and the strategy went on behind them with the draws it would have ` +
      `had there: ${all.join('; ')}.`,
  ]
}

function statisticsSentence({ over, isCompared }: StatisticsFacts): string {
  const tests = isCompared
    ? ' Strategies were compared with the first one, paired by prompt, seed and sample; p values are ' +
      `of two-sided sign-flip permutation tests over ${over} [@${PERMUTATION.key}].`
    : ''
  return (
    `Intervals are 95% percentile bootstrap intervals over ${over}, of 1,000 resamples ` +
    `[@${BOOTSTRAP.key}].${tests}`
  )
}
