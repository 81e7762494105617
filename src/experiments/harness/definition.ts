import type { StopReason } from '../../decoding/decoder.ts'
import type { LanguageModel } from '../../decoding/model.ts'
import type { TextRecord } from '../../metrics/definition.ts'
import type { OpenRecast } from '../../models/library.ts'
import type { Coupling } from '../../sampling/coupling.ts'
import type { RandomStream } from '../../sampling/random.ts'
import type { Check, Comparison } from '../claims/checks.ts'
import type { EqualWidth } from '../measure/equal-width.ts'
import type { HumanText } from '../measure/human.ts'
import type { Calibration } from '../measure/human-calibration.ts'
import type { ComputeOnce } from './journal.ts'
import type { Setting } from './settings.ts'

/** What a text continues: `tokens` are exactly what `text` encodes to, so that anybody can run it again. */
export interface Context {
  readonly text: string
  readonly tokens: readonly number[]
}

/** Texts an experiment needs: every context continued by one chain, once a seed. */
export interface LanePlan {
  /** Chain notation. */
  readonly lane: string
  readonly contexts: readonly Context[]
  readonly seeds: readonly number[]
  /** How its draws share chance with other lanes'; by inverse CDF where it is absent. */
  readonly coupling?: Coupling
}

/**
 * One continuation, and what was recorded while it was made. Logs and entropies are rounded to 5 decimals.
 */
export interface Generation extends TextRecord {
  readonly lane: string
  readonly context: Context
  /** The plan's seed. */
  readonly seed: number
  /** The seed a run of this context alone needs for the same tokens. */
  readonly runSeed: number
  readonly endOfText: boolean
  readonly logprobs: readonly number[]
  readonly temperedLogprobs: readonly number[]
  readonly entropies: readonly number[]
  readonly kept: readonly number[]
  readonly stop: StopReason
}

/** What experiments plan with. */
export interface Scope {
  readonly setting: Setting
  /** Story openings, all cut to the same number of tokens. */
  readonly openings: readonly Context[]
  /** A context of any length. */
  context(text: string): Context
}

/** What experiments measure with. */
export interface MeasureContext extends Scope {
  readonly model: LanguageModel
  /** The texts of a plan, context by context, seed by seed. @throws Error where they were not planned */
  texts(plan: LanePlan): readonly Generation[]
  /** Opens the model with its weights in another number format. */
  readonly openRecast: OpenRecast
  /** A text in words. */
  textOf(tokens: readonly number[]): string
  /** Computes a value once: a restart finds it in the journal. The value must survive JSON. */
  readonly computeOnce: ComputeOnce
  /** Figures of human text, for experiments with `needsHuman`. */
  readonly human: HumanText
  readonly calibration: Calibration
  /** For experiments with `needsEqualWidth`. */
  readonly equalWidth: EqualWidth
  /** Chance for bootstrap intervals. */
  readonly resample: RandomStream
}

/** A text to show, and what `run` needs to make it again. */
export interface ShownText {
  readonly prompt: string
  readonly lane: string
  readonly seed: number
  readonly text: string
  readonly stop: string
}

/** Rows of a CSV file and of a Markdown table. */
export interface Table {
  readonly columns: readonly string[]
  readonly rows: readonly (readonly (string | number | null)[])[]
}

/**
 * A claim that can fail. What is measured (`Data`) is plain JSON; checks, table and figure are computed from
 * it alone, so the committed results can be checked without a model.
 */
interface ExperimentOf<Data> {
  readonly id: string
  readonly title: string
  /** One sentence that the checks test. */
  readonly claim: string
  /** Section or figure of the paper. */
  readonly paper: string
  /** Whether it compares with human text. */
  readonly needsHuman: boolean
  /**
   * Whether figures of human text are all it is made from: from shipped ones, a run computes nothing anew.
   */
  readonly isHumanOnly?: boolean
  /** Whether truncation steps are compared on the human text: minutes of work, done only if asked for. */
  readonly needsEqualWidth?: boolean
  readonly plan: (scope: Scope) => readonly LanePlan[]
  readonly measure: (measureContext: MeasureContext) => Promise<Data>
  /** Why nothing of it can be measured on a model, as a sentence; undefined where something was. */
  readonly unmeasured?: (data: Data) => string | undefined
  readonly checks: (data: Data) => readonly Check[]
  readonly table: (data: Data) => Table
  /** An SVG document. */
  readonly figure: (data: Data) => string
  /** Texts to read, where the claim is about texts. */
  readonly examples?: (data: Data) => readonly ShownText[]
  /** Statements of the paper that hold or do not hold for this model: facts without a margin. */
  readonly comparisons?: (data: Data) => readonly Comparison[]
}

// biome-ignore lint/suspicious/noExplicitAny: the registry holds experiments of every kind of data
export type Experiment = ExperimentOf<any>

export function defineExperiment<Data>(experiment: ExperimentOf<Data>): Experiment {
  return experiment
}
