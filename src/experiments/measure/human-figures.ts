import { existsSync, readFileSync } from 'node:fs'
import type { LanguageModel } from '../../decoding/model.ts'
import { UserError } from '../../errors.ts'
import type { RandomStream } from '../../sampling/random.ts'
import { hashOf } from '../harness/hash.ts'
import type { ComputeOnce } from '../harness/journal.ts'
import type { Setting } from '../harness/settings.ts'
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
}

export interface HumanSource {
  readonly text: string
  readonly works: string
  readonly command: string
}

/** Measures a human text for some settings; calibration on as much of it as the first one asks for. */
export async function measureHumanFigures(
  model: LanguageModel,
  hash: string,
  { text, works, command }: HumanSource,
  settings: readonly Setting[],
  computeOnce: ComputeOnce,
  chance: RandomStream,
): Promise<HumanFigures> {
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
  }
}

/**
 * The shipped figures.
 * @throws UserError `human-text-needed` where there are none for this model and setting
 */
export function readHumanFigures(path: string, hash: string, setting: Setting): HumanFigures {
  const figures = existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as HumanFigures) : undefined
  if (figures?.provenance.hash === hash && setting.name in figures.settings) return figures
  throw new UserError(
    'human-text-needed',
    'Expected figures of human text under this model, and none are shipped for it; pass --human FILE with text it has not seen.',
  )
}
