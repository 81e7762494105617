import { IMPLIED_CHAIN } from '../runs/request/notation.ts'
import type { ScoreResult } from '../runs/score/result.ts'
import { plural } from '../words.ts'
import { askEngine } from './ask-engine.ts'
import { type Command, numberOf } from './command.ts'
import { deviceOption, takeDevice } from './device-option.ts'
import { given } from './flags.ts'
import { oneFile, readInput } from './read-input.ts'
import { JSON_OPTION, MODEL_OPTION, STEP_SEED_OPTION } from './shared-options.ts'

export const scoreCommand: Command = {
  name: 'score',
  operands: 'FILE|-',
  summary: 'Score every token of a text, and report whether a chain would have kept it.',
  options: {
    ...deviceOption,
    model: MODEL_OPTION,
    lane: {
      type: 'string',
      value: 'CHAIN',
      help: `steps, ended by sample or greedy; default ${IMPLIED_CHAIN}, which keeps all`,
    },
    prompt: {
      type: 'string',
      value: 'TEXT',
      help: 'what the text continues; read before it, not scored',
    },
    seed: STEP_SEED_OPTION,
    context: {
      type: 'string',
      value: 'N',
      help: "tokens of a window; default the model's whole context. A longer text is read in several",
    },
    stride: {
      type: 'string',
      value: 'N',
      help: 'how many tokens a window starts behind the one before; default half a window',
    },
    exact: {
      type: 'boolean',
      help:
        'read token by token, as a run reads what it writes; slower. 8-bit files answer a little ' +
        'differently',
    },
    literal: {
      type: 'boolean',
      help: 'read text that spells a special token, such as <|endoftext|>, as plain text',
    },
    json: JSON_OPTION,
  },
  async run({ options, operands }, terminal) {
    takeDevice(options)
    const input = given({
      text: await readInput(oneFile(operands, 'score')),
      prompt: options.prompt,
      model: options.model,
      lane: options.lane,
      seed: numberOf(options.seed),
      context: numberOf(options.context),
      stride: numberOf(options.stride),
      exact: options.exact,
      literal: options.literal,
    })
    await askEngine('score', input, options, terminal, asText)
  },
}

function asText({ model, lane, seed, reading, tokens, totals }: ScoreResult): string {
  const head =
    `${'logprob'.padStart(9)} ${'rank'.padStart(6)} ${'entropy'.padStart(8)} ${'kept of'.padStart(8)}  ` +
    'token'
  const rows = tokens.map(({ text, logprob, rank, entropy, keptCount, removedBy }) => {
    const left = [logprob.toFixed(4).padStart(9), String(rank).padStart(6), entropy.toFixed(4).padStart(8)]
    const right = [String(keptCount).padStart(8), ` ${JSON.stringify(text)}`]
    return [...left, ...right, ...(removedBy ? [` removed by ${removedBy}`] : [])].join(' ')
  })
  const { perplexity, bitsPerByte, coverage } = totals
  const share = coverage === null ? 'none' : `${(100 * coverage).toFixed(2)}%`
  const facts = [
    `model ${model}, lane ${lane}, seed ${seed}`,
    readingInWords(reading),
    `${totals.tokens} tokens, ${totals.bytes} bytes${specialInWords(totals.specialTokens)}`,
    `perplexity ${perplexity?.toFixed(4) ?? 'none'}`,
    `bits per byte ${bitsPerByte?.toFixed(4) ?? 'none'}`,
    `coverage ${share}`,
  ]
  return [head, ...rows, '', ...facts].join('\n')
}

/**
 * What decides the figures besides the model: windows, their distance, and whether tokens came one by one.
 */
function readingInWords({ context, stride, windows, exact }: ScoreResult['reading']): string {
  const how = exact ? 'token by token' : 'in pieces (--exact reads token by token)'
  if (windows <= 1) return `read in one window of at most ${context} tokens, ${how}`
  return `read in ${windows} windows of ${context} tokens, ${stride} apart, ${how}`
}

function specialInWords(tokens: number): string {
  if (tokens === 0) return ''
  return `; ${plural(tokens, 'special token')}, without bytes, counted in all but these`
}
