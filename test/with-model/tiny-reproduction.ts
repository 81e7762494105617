import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { openLibrary } from '../../src/composition.ts'
import type { LanguageModel } from '../../src/decoding/model.ts'
import { writeFolder, writeManifest } from '../../src/experiments/harness/folder.ts'
import { openJournal } from '../../src/experiments/harness/journal.ts'
import { storyOpenings } from '../../src/experiments/harness/openings.ts'
import { type Outcome, reproduce } from '../../src/experiments/harness/reproduce.ts'
import type { Provenance } from '../../src/experiments/harness/result.ts'
import { fullSetting, type Setting } from '../../src/experiments/harness/settings.ts'
import { experiments } from '../../src/experiments/registry.ts'

/** Every experiment, as small as they go. */
export const tinySetting: Setting = {
  ...fullSetting,
  name: 'tiny',
  prompts: 3,
  fewerPrompts: 2,
  contextTokens: 8,
  maxTokens: 12,
  seeds: [11, 12],
  beamWidth: 3,
  beamWidths: [2],
  copies: 10,
  calibrationWindows: 2,
}

/** Texts that end documents of about 1,000 tokens: the shipped openings, put together. */
const human = [0, 25, 50, 75]
  .map((start) => storyOpenings.slice(start, start + 25).join(' '))
  .join('\n<|endoftext|>\n')

/** Reproduces everything on the tiny setting into a folder. */
export async function reproduceTiny(model: LanguageModel, folder: string): Promise<Outcome> {
  mkdirSync(folder, { recursive: true })
  const provenance: Provenance = {
    model: model.info.id,
    hash: '0'.repeat(64),
    setting: tinySetting.name,
    prompts: {
      openings: tinySetting.prompts,
      tokens: tinySetting.contextTokens,
      newTokens: tinySetting.maxTokens,
    },
    seeds: tinySetting.seeds,
    version: 'under test',
    date: '2026-01-01T00:00:00.000Z',
    command: 'none',
  }
  writeManifest(folder, provenance)
  const journal = openJournal(join(folder, 'journal.jsonl'))
  try {
    const outcome = await reproduce({
      model,
      openRecast: (to) => openLibrary().openRecast(model.info.id, to),
      experiments,
      setting: tinySetting,
      journal,
      provenance,
      human: { source: { text: human, works: 'the openings', command: 'none' }, settings: [tinySetting] },
      note: () => {},
    })
    writeFolder(folder, outcome)
    return outcome
  } finally {
    journal.close()
  }
}
