import { createEngine } from '../engine/local-engine.ts'
import { toJson } from '../runs/json.ts'
import type { MatchResult } from '../runs/match/result.ts'
import { count } from '../words.ts'
import { type Command, numberOf } from './command.ts'
import { given, readFlags } from './flags.ts'
import { oneFile, readInput } from './read-input.ts'

export const matchCommand: Command = {
  name: 'match',
  operands: 'FILE|-',
  summary: 'Say which value makes one chain keep as many tokens as another, on average over a text.',
  options: {
    like: { type: 'string', value: 'CHAIN', help: 'the chain to be as wide as, for example nucleus:0.9' },
    lane: { type: 'string', value: 'CHAIN', help: 'the chain whose value is looked for, for example min-p' },
    step: {
      type: 'string',
      value: 'ID',
      help: 'which of its steps; default the last one that cuts. Its first number is looked for',
    },
    model: { type: 'string', value: 'ID', help: 'the model; default the built-in one' },
    prompt: { type: 'string', value: 'TEXT', help: 'what the text continues; read before it, not counted' },
    seed: {
      type: 'string',
      value: 'S',
      help: 'for steps with a chance of their own; default a fresh one, printed',
    },
    json: { type: 'boolean', help: 'print the result as JSON' },
  },
  async run({ options, operands }, terminal) {
    const { like, lane, step, model, prompt } = options
    const text = await readInput(oneFile(operands, 'match'))
    const input = given({ text, like, lane, step, model, prompt, seed: numberOf(options.seed) })
    const library = await terminal.openLibrary()
    try {
      const engine = createEngine(library)
      const result = await readFlags(options, () => engine.ask('match', input, { signal: terminal.signal }))
      terminal.print(options.json ? toJson(result, 2) : asText(result))
    } finally {
      await library.release()
    }
  },
}

const tokens = (width: number): string => count(Number(width.toPrecision(4)))

function asText({ model, like, lane, step, parameter, value, isEqual, width, ...rest }: MatchResult): string {
  return [
    `${lane} ${isEqual ? 'is as wide as' : 'comes nearest to'} ${like}`,
    `${step} ${parameter} = ${value}`,
    `tokens kept, mean: ${tokens(width.lane)}, and ${tokens(width.like)} of ${like}`,
    `model ${model}, ${count(rest.tokens)} tokens of text, ${rest.tries} values tried, seed ${rest.seed}`,
  ].join('\n')
}
