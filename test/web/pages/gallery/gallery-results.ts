import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openLibrary } from '../../../../src/composition.ts'
import type { Experiment } from '../../../../src/experiments/harness/definition.ts'
import { writeFolder } from '../../../../src/experiments/harness/folder.ts'
import { openJournal } from '../../../../src/experiments/harness/journal.ts'
import { storyOpenings } from '../../../../src/experiments/harness/openings.ts'
import { reproduce } from '../../../../src/experiments/harness/reproduce.ts'
import type { Provenance } from '../../../../src/experiments/harness/result.ts'
import { quickSetting } from '../../../../src/experiments/harness/settings.ts'
import { experiments } from '../../../../src/experiments/registry.ts'

export interface ResultsFolder {
  readonly folder: string
  readonly provenance: Provenance
  remove(): void
}

/** Two prompts of twelve new tokens: the figures mean nothing, but they are measured. */
const setting = {
  ...quickSetting,
  prompts: 2,
  fewerPrompts: 2,
  maxTokens: 12,
  beamWidth: 3,
  beamWidths: [2],
  copies: 2,
  calibrationWindows: 2,
}

/** Long enough to be scored; the openings take the place of human text. */
const humanText = [storyOpenings.slice(0, 50), storyOpenings.slice(50)]
  .map((some) => some.join(' '))
  .join('\n<|endoftext|>\n')

/**
 * Runs experiments on the built-in model, at the smallest setting they work with, into a folder of their own.
 */
export async function makeResults(chosen: readonly Experiment[] = experiments): Promise<ResultsFolder> {
  const folder = mkdtempSync(join(tmpdir(), 'nucleus-results-'))
  const library = openLibrary()
  const { id, files } = library.list().find((model) => model.id === library.defaultId)!
  const { processor } = await library.environment([])
  const provenance = {
    model: id,
    hash: files.find(({ path }) => path.endsWith('.onnx'))!.sha256,
    setting: setting.name,
    prompts: { openings: 2, tokens: setting.contextTokens, newTokens: setting.maxTokens },
    seeds: setting.seeds,
    version: 'commit 0123456789abcdef',
    processor,
    date: '2026-11-24T10:00:00.000Z',
    command: 'npm run --silent cli -- reproduce --quick',
  }
  const journal = openJournal(join(folder, 'journal.jsonl'))
  try {
    const outcome = await reproduce({
      model: await library.load(),
      openRecast: (to) => library.openRecast(id, to),
      experiments: chosen,
      setting,
      journal,
      provenance,
      human: {
        source: { text: humanText, works: 'the openings of this project', command: 'none' },
        settings: [setting],
      },
      note: () => undefined,
    })
    writeFolder(folder, outcome)
  } finally {
    journal.close()
    await library.release()
  }
  return { folder, provenance, remove: () => rmSync(folder, { recursive: true }) }
}
