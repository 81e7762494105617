import { type MatchResult, widthText } from '../runs/match/result.ts'
import { count } from '../words.ts'
import { askEngine } from './ask-engine.ts'
import { type Command, numberOf } from './command.ts'
import { given } from './flags.ts'
import { oneFile, readInput } from './read-input.ts'
import { JSON_OPTION, MODEL_OPTION, STEP_SEED_OPTION } from './shared-options.ts'

export const matchCommand: Command = {
  name: 'match',
  operands: 'FILE|-',
  summary: 'Find the value that makes one chain keep as many tokens as another, on average over a text.',
  options: {
    like: { type: 'string', value: 'CHAIN', help: 'the chain to be as wide as, for example nucleus:0.9' },
    lane: { type: 'string', value: 'CHAIN', help: 'the chain whose value is looked for, for example min-p' },
    step: {
      type: 'string',
      value: 'ID',
      help: 'which of its steps; default the last one that cuts. Its first number is looked for',
    },
    model: MODEL_OPTION,
    prompt: { type: 'string', value: 'TEXT', help: 'what the text continues; read before it, not counted' },
    seed: STEP_SEED_OPTION,
    json: JSON_OPTION,
  },
  async run({ options, operands }, terminal) {
    const { like, lane, step, model, prompt } = options
    const text = await readInput(oneFile(operands, 'match'))
    const input = given({ text, like, lane, step, model, prompt, seed: numberOf(options.seed) })
    await askEngine('match', input, options, terminal, asText)
  },
}

function asText({ model, like, lane, step, parameter, value, isEqual, width, ...rest }: MatchResult): string {
  return [
    `${lane} ${isEqual ? 'is as wide as' : 'comes nearest to'} ${like}`,
    `${step} ${parameter} = ${value}`,
    `tokens kept, mean: ${widthText(width.lane)}, and ${widthText(width.like)} of ${like}`,
    `model ${model}, ${count(rest.tokens)} tokens of text, ${rest.tries} values tried, seed ${rest.seed}`,
  ].join('\n')
}
