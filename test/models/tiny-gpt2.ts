import type { ModelEntry } from '../../src/models/catalogue/catalogue.ts'

/** An entry of `models.json` for the fixture: a GPT-2 in the form of the hub's merged 8-bit exports. */
export const TINY_GPT2: ModelEntry = {
  id: 'tiny-gpt2',
  title: 'Tiny GPT-2',
  summary: 'random weights',
  source: { kind: 'built-in', folder: 'tiny-gpt2' },
  architecture: 'gpt2',
  parameters: 1,
  contextLength: 128,
  vocabularySize: 50_257,
  dtype: 'q8',
  modelFile: 'decoder_model_merged',
  weights: '8-bit integers',
  licence: 'MIT',
  hiddenStates: false,
  lanesIndependent: false,
  files: [],
}
