import { existsSync, readFileSync } from 'node:fs'
import type { LanguageModel } from '../../decoding/model.ts'
import { UserError } from '../../errors.ts'
import type { RandomStream } from '../../sampling/random.ts'
import { hashOf } from '../harness/hash.ts'
import type { ComputeOnce } from '../harness/journal.ts'
import type { Setting } from '../harness/settings.ts'
import { type EqualWidth, measureEqualWidth } from './equal-width.ts'
import { type HumanText, measureHuman, splitDocuments } from './human.ts'
import { type Calibration, measureCalibration } from './human-calibration.ts'

export const HUMAN_FILE = 'human-text.json'

/** Figures of human text under one model: what is shipped, because the text itself is not. */
export interface HumanFigures {
  readonly provenance: {
    readonly model: string
    readonly hash: string
    /** Which works the text is from. */
    readonly works: string
    readonly documents: number
    /** SHA-256 of the text. */
    readonly text: string
    readonly command: string
  }
  /** By setting, because figures depend on the length of the passages and their number. */
  readonly settings: Readonly<Record<string, HumanText>>
  readonly calibration: Calibration
  /** Where an experiment asked for it. */
  readonly equalWidth?: EqualWidth
}

export interface HumanSource {
  readonly text: string
  readonly works: string
  readonly command: string
}

/**
 * Measures a human text for some settings; calibration on as much of it as the first one asks for.
 * @param onWidth gets the share of the truncation steps' comparison that is done
 */
export async function measureHumanFigures(
  model: LanguageModel,
  hash: string,
  { text, works, command }: HumanSource,
  { settings, wantsEqualWidth }: { readonly settings: readonly Setting[]; readonly wantsEqualWidth: boolean },
  computeOnce: ComputeOnce,
  resamples: () => RandomStream,
  onWidth: (share: number) => void,
): Promise<HumanFigures> {
  const chance = resamples()
  const documents = splitDocuments(text)
  const figures: Record<string, HumanText> = {}
  for (const setting of settings) {
    figures[setting.name] = await measureHuman(model, documents, setting, computeOnce, chance)
  }
  return {
    provenance: {
      model: model.info.id,
      hash,
      works,
      documents: documents.length,
      text: hashOf(text),
      command,
    },
    settings: figures,
    calibration: await measureCalibration(model, documents, settings[0]!.calibrationWindows, computeOnce),
    ...(wantsEqualWidth && {
      equalWidth: await measureEqualWidth(
        model,
        { text, works },
        settings[0]!.calibrationWindows,
        computeOnce,
        resamples(),
        onWidth,
      ),
    }),
  }
}

/**
 * The shipped figures.
 * @throws UserError `human-text-needed` where there are none for this model and setting
 */
export function readHumanFigures(
  path: string,
  hash: string,
  setting: Setting,
  wantsEqualWidth = false,
): HumanFigures {
  const figures = existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as HumanFigures) : undefined
  const isWhole = figures?.equalWidth !== undefined || !wantsEqualWidth
  if (figures?.provenance.hash === hash && setting.name in figures.settings && isWhole) return figures
  throw new UserError(
    'human-text-needed',
    'Expected figures of human text under this model, and none are shipped for it; pass --human FILE ' +
      'with text it has not seen.',
  )
}
