import { toJson } from '../runs/json.ts'
import { type LabResult, runLab } from '../runs/lab/lab.ts'
import { bits } from '../words.ts'
import { type Command, type CommandInput, numberOf } from './command.ts'
import { given, readFlags } from './flags.ts'
import { JSON_OPTION, SEED_OPTION } from './shared-options.ts'

const DEFAULT_LANE = 'nucleus:0.9'

export const labCommand: Command = {
  name: 'lab',
  summary: 'Run chains on a distribution you write down; without one, on the cat and dog demo.',
  options: {
    logits: {
      type: 'string',
      value: '2.4,1.8,...',
      help: 'one logit a token, separated by commas; -Infinity is accepted',
    },
    tokens: { type: 'string', value: 'cat,dog,...', help: 'their names; default 0, 1, 2, ...' },
    lane: {
      type: 'string',
      multiple: true,
      value: 'CHAIN',
      help: `a chain, once for each lane; default ${DEFAULT_LANE}`,
    },
    history: { type: 'string', value: '0,1,...', help: 'token ids chosen before, for the penalties' },
    draws: { type: 'string', value: 'N', help: 'draw N tokens from each lane' },
    seed: SEED_OPTION,
    json: JSON_OPTION,
  },
  async run({ options }, { print }) {
    const input = {
      logits: numbers(options.logits),
      tokens: list(options.tokens),
      history: numbers(options.history),
      lanes: options.lane ?? [DEFAULT_LANE],
      draws: numberOf(options.draws),
      seed: numberOf(options.seed),
    }
    const result = readFlags(options, () => runLab(given(input)))
    print(options.json ? toJson(result, 2) : asText(result))
  },
}

function list(value: CommandInput['options'][string]): string[] | undefined {
  if (typeof value !== 'string') return undefined
  return value === '' ? [] : value.split(',').map((part) => part.trim())
}

function numbers(value: CommandInput['options'][string]): (number | string)[] | undefined {
  return list(value)?.map((part) => numberOf(part) ?? part)
}

function asText({ seed, lanes, tokens }: LabResult): string {
  const width = Math.max(...tokens.map((token) => token.length), 5)
  const blocks = lanes.map(({ lane, candidates, mass, entropy, draws }) => {
    const rows = candidates.map(({ token, logit, raw, probability, removedBy }) => {
      const left = [token.padEnd(width), String(logit).padStart(8), raw.toFixed(4).padStart(8)]
      return [...left, removedBy ? `  removed by ${removedBy}` : probability.toFixed(4).padStart(8)].join(' ')
    })
    const head = [
      lane,
      `${'token'.padEnd(width)} ${'logit'.padStart(8)} ${'raw'.padStart(8)} ${'final'.padStart(8)}`,
    ]
    const facts = `kept mass ${mass.toFixed(4)}, entropy ${bits(entropy).toFixed(4)} bits`
    const drawn = draws.length > 0 ? [`drawn: ${draws.map((id) => tokens[id]).join(' ')}`] : []
    return [...head, ...rows, facts, ...drawn].join('\n')
  })
  return [...blocks, `seed ${seed}`].join('\n\n')
}
