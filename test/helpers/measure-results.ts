import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { openLibrary } from '../../src/composition.ts'
import { writeFolder, writeManifest } from '../../src/experiments/harness/folder.ts'
import { openJournal } from '../../src/experiments/harness/journal.ts'
import { storyOpenings } from '../../src/experiments/harness/openings.ts'
import { reproduce } from '../../src/experiments/harness/reproduce.ts'
import type { Provenance } from '../../src/experiments/harness/result.ts'
import { quickSetting, type Setting } from '../../src/experiments/harness/settings.ts'
import { experiments } from '../../src/experiments/registry.ts'
import { isThorough } from './thorough.ts'

/** Two prompts of twelve new tokens: the figures mean nothing, but they are measured. */
export const smallSetting: Setting = {
  ...quickSetting,
  prompts: 2,
  fewerPrompts: 2,
  maxTokens: 12,
  seeds: [101, 102],
  beamWidth: 3,
  beamWidths: [2],
  isCoarse: !isThorough,
  copies: 10,
  calibrationWindows: 2,
}

/** Long enough to be scored; the openings take the place of human text. */
const humanText = [storyOpenings.slice(0, 50), storyOpenings.slice(50)]
  .map((some) => some.join(' '))
  .join('\n<|endoftext|>\n')

/**
 * Every experiment on the built-in model at the small setting, into a folder: what `nucleus reproduce` writes
 * there. What the folder's journal holds is not measured again.
 */
export async function measureResults(folder: string): Promise<Provenance> {
  mkdirSync(folder, { recursive: true })
  const library = openLibrary()
  const { id, files } = library.list().find((model) => model.id === library.defaultId)!
  const { processor } = await library.environment([])
  const provenance: Provenance = {
    model: id,
    hash: files.find(({ path }) => path.endsWith('.onnx'))!.sha256,
    setting: smallSetting.name,
    prompts: {
      openings: smallSetting.prompts,
      tokens: smallSetting.contextTokens,
      newTokens: smallSetting.maxTokens,
    },
    seeds: smallSetting.seeds,
    version: 'commit 0123456789abcdef',
    processor,
    date: '2026-11-24T10:00:00.000Z',
    command: 'npm run --silent cli -- reproduce --quick',
  }
  writeManifest(folder, provenance)
  const journal = openJournal(join(folder, 'journal.jsonl'))
  try {
    const outcome = await reproduce({
      model: await library.load(),
      openRecast: (to) => library.openRecast(id, to),
      experiments,
      setting: smallSetting,
      journal,
      provenance,
      human: {
        source: { text: humanText, works: 'the openings of this project', command: 'none' },
        settings: [smallSetting],
      },
      note: () => undefined,
    })
    writeFolder(folder, outcome)
  } finally {
    journal.close()
    await library.release()
  }
  return provenance
}
