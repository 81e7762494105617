import { z } from 'zod'
import { defineSearch } from '../../chain/definition.ts'
import { real, whole } from '../../chain/parameters.ts'
import { powerDecoder } from './decoder.ts'

export const power = defineSearch({
  id: 'power',
  title: 'Power sampling',
  summary: 'Draws whole texts in proportion to P(text)^α, by rewriting ends of the text and keeping some.',
  formula:
    'After every `block` tokens, `moves` times: pick a token of the text evenly, write a new end ' +
    'from there by P(v)^α, and accept it with ' +
    'probability min(1, Π Z(new) · length / Π Z(old) · new length), where Z = Σ P(v)^α after each ' +
    'token before it.',
  paper: 'Karan and Du 2025, arXiv 2510.14901, algorithm 1',
  weakness:
    'It reads each text many times over, and with few moves it is still close to the temperature it ' +
    'starts from.',
  family: 'search',
  parameters: z.strictObject({
    alpha: real(
      4,
      { min: 0.1, max: 100 },
      { title: 'α', help: 'the exponent of the text’s probability, 1 for pure sampling,', slider: [1, 8] },
    ),
    moves: whole(
      4,
      { min: 0, max: 1000 },
      { title: 'moves', help: 'a number of new ends tried after each block', slider: [0, 20] },
    ),
    block: whole(
      16,
      { min: 1, max: 2048 },
      { title: 'block', help: 'a number of tokens the text grows by', slider: [1, 64] },
    ),
  }),
  isDeterministic: false,
  goesBack: true,
  rows: 2,
  forwards({ moves, block }, tokens) {
    // Each move of a stage writes at most the whole text as it then is.
    const stages = Math.ceil(tokens / block)
    const lengths = Array.from({ length: stages }, (_, stage) => Math.min(tokens, (stage + 1) * block))
    return tokens + lengths.reduce((sum, length) => sum + moves * length, 0)
  },
  create: (parameters, setup) => powerDecoder(setup, parameters),
})
