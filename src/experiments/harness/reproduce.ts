import type { LanguageModel } from '../../decoding/model.ts'
import type { OpenRecast } from '../../models/library.ts'
import { randomStreams } from '../../sampling/random.ts'
import {
  type HumanFigures,
  type HumanSource,
  measureHumanFigures,
  readHumanFigures,
} from '../measure/human-figures.ts'
import { roundNumbers } from '../measure/rounding.ts'
import type { Experiment, Scope } from './definition.ts'
import { generate, type SpreadBatches } from './generate.ts'
import type { ComputeOnce, Journal } from './journal.ts'
import { measureContextOf } from './measure-context.ts'
import { contextOf, cutOpenings, storyOpenings } from './openings.ts'
import { createProgress } from './progress.ts'
import { type ExperimentResult, type Provenance, resultOf } from './result.ts'
import type { Setting } from './settings.ts'

/** Resamples of every bootstrap come from this seed. */
const BOOTSTRAP_SEED = 1

export interface Reproduction {
  readonly model: LanguageModel
  /** Whether its texts depend on what shares their batch. */
  readonly dependsOnBatch?: boolean
  /** Opens the model with its weights in another number format. */
  readonly openRecast: OpenRecast
  readonly experiments: readonly Experiment[]
  readonly setting: Setting
  readonly journal: Journal
  readonly provenance: Provenance
  /** Human text to measure, with the settings its figures are for; else the file that holds figures. */
  readonly human:
    | { readonly source: HumanSource; readonly settings: readonly Setting[] }
    | { readonly path: string }
  /** Texts to start from; the shipped openings by default. */
  readonly openings?: readonly string[]
  readonly note: (text: string) => void
  readonly signal?: AbortSignal
  /** Has texts made on other machines; by default they are made here. */
  readonly spread?: SpreadBatches
}

export interface Outcome {
  readonly results: readonly { readonly experiment: Experiment; readonly result: ExperimentResult }[]
  /** Where they were needed. */
  readonly human: HumanFigures | undefined
}

/**
 * Makes every text the experiments need, once, then measures and checks each of them. What the journal holds
 * is not done again, and a result does not depend on how often it was interrupted.
 * @throws UserError `human-text-needed`; the signal's reason when aborted
 */
export async function reproduce(reproduction: Reproduction): Promise<Outcome> {
  const {
    model,
    dependsOnBatch = false,
    experiments,
    setting,
    journal,
    provenance,
    note,
    signal,
  } = reproduction
  const scope = scopeOf(reproduction)
  const computeOnce = journalled(journal, provenance.hash, signal)
  const human = experiments.some(({ needsHuman }) => needsHuman)
    ? await humanOf(reproduction, computeOnce)
    : undefined
  const texts = await generate(
    model,
    experiments.flatMap(({ plan }) => plan(scope)),
    {
      maxTokens: setting.maxTokens,
      modelHash: provenance.hash,
      journal,
      dependsOnBatch,
      onProgress: createProgress('Generating', note),
      ...(reproduction.spread && { spread: reproduction.spread }),
      ...(signal && { signal }),
    },
  )
  const results = []
  for (const experiment of experiments) {
    note(`Measuring ${experiment.id}`)
    const data = await experiment.measure(
      measureContextOf(scope, model, texts, reproduction.openRecast, computeOnce, human, resamples()),
    )
    const isShipped = experiment.isHumanOnly === true && 'path' in reproduction.human
    results.push({ experiment, result: resultOf(experiment, roundNumbers(data), provenance, isShipped) })
  }
  return { results, human }
}

function scopeOf({ model, setting, openings = storyOpenings }: Reproduction): Scope {
  return {
    setting,
    openings: cutOpenings(model, openings, setting.contextTokens).slice(0, setting.prompts),
    context: (text) => contextOf(model, text),
  }
}

/** Work that is done once and then found in the journal. */
function journalled(journal: Journal, hash: string, signal: AbortSignal | undefined): ComputeOnce {
  return async <Value>(name: string, compute: () => Promise<Value>) => {
    signal?.throwIfAborted()
    const key = `${hash.slice(0, 16)} ${name}`
    const known = journal.get(key)
    if (known !== undefined) return known as Value
    const value = await compute()
    journal.append(key, value)
    return value
  }
}

async function humanOf(
  { model, provenance, experiments, human, setting, note }: Reproduction,
  computeOnce: ComputeOnce,
): Promise<HumanFigures> {
  const wantsEqualWidth = experiments.some(({ needsEqualWidth }) => needsEqualWidth)
  if ('path' in human) return readHumanFigures(human.path, provenance.hash, setting, wantsEqualWidth)
  const most = human.settings.reduce(
    (sum, { prompts }) => sum + prompts,
    human.settings[0]!.calibrationWindows,
  )
  const onProgress = createProgress('Scoring human text', note)
  let done = 0
  const counted: ComputeOnce = (name, compute) => {
    onProgress(Math.min(0.99, done++ / most))
    return computeOnce(name, compute)
  }
  return measureHumanFigures(
    model,
    provenance.hash,
    human.source,
    { settings: human.settings, wantsEqualWidth },
    counted,
    resamples,
    createProgress('Comparing truncation steps on human text', note),
  )
}

const resamples = () => randomStreams(BOOTSTRAP_SEED, 0)('bootstrap')
