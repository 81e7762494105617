import { mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readCatalogue } from '../../src/models/catalogue/read-catalogue.ts'
import { createModelLibrary, type ModelLibrary } from '../../src/models/library.ts'
import { projectRoot } from '../../src/project.ts'
import { TINY_GPT2 } from './tiny-gpt2.ts'

interface TwoModels {
  readonly library: ModelLibrary
  /** Removes the folder they lie in; the library is released before. */
  remove(): void
}

/**
 * The built-in model, the GPT-2 fixture, and the fixture's other form as a model that shares its tokenizer.
 */
export function openTwoModels(): TwoModels {
  const builtIn = mkdtempSync(join(tmpdir(), 'nucleus-two-models-'))
  const { default: id, models } = readCatalogue(join(projectRoot, 'models.json'))
  symlinkSync(join(projectRoot, 'models', id), join(builtIn, id))
  symlinkSync(join(import.meta.dirname, '../fixtures/tiny-gpt2'), join(builtIn, 'tiny-gpt2'))
  const twin = {
    ...TINY_GPT2,
    id: 'tiny-twin',
    title: 'Tiny twin',
    modelFile: 'decoder_model_merged_without_positions',
  }
  const catalogue = {
    default: id,
    models: [...models.filter((one) => one.id === id), TINY_GPT2, twin],
  }
  return {
    library: createModelLibrary(catalogue, { builtIn, cache: builtIn }),
    remove: () => rmSync(builtIn, { recursive: true }),
  }
}
