/**
 * How large a reproduction is. The figures of one setting compare with one another, not with those of
 * another.
 */
export interface Setting {
  readonly name: string
  /** Story openings continued by single-row lanes. */
  readonly prompts: number
  /**
   * The first of them, continued by wide searches and swept over; self-BLEU and Zipf compare equally many
   * texts.
   */
  readonly fewerPrompts: number
  /** Tokens of an opening. */
  readonly contextTokens: number
  /** Tokens of a continuation. */
  readonly maxTokens: number
  /** Seeds of the sampled rows. */
  readonly seeds: readonly number[]
  /** Width of the beams in Table 1. */
  readonly beamWidth: number
  /** Narrower beams of the sweep. */
  readonly beamWidths: readonly number[]
  /** Whether sweeps take a few values of each parameter instead of all. */
  readonly isCoarse: boolean
  /** Copies of a phrase in the feedback loop. */
  readonly copies: number
  /** Windows of human text, each as long as the model's context, that calibration is measured on. */
  readonly calibrationWindows: number
}

/** Seeds that no pilot uses. */
export const fullSetting: Setting = {
  name: 'full',
  prompts: 40,
  fewerPrompts: 16,
  contextTokens: 24,
  maxTokens: 200,
  seeds: [101, 102, 103],
  beamWidth: 16,
  beamWidths: [2, 4, 8],
  isCoarse: false,
  copies: 20,
  calibrationWindows: 60,
}

/** Part of the full setting, text by text the same: under three minutes on two cores. */
export const quickSetting: Setting = {
  ...fullSetting,
  name: 'quick',
  prompts: 12,
  fewerPrompts: 10,
  seeds: [101],
  beamWidth: 4,
  beamWidths: [2],
  isCoarse: true,
  calibrationWindows: 24,
}
