import { z } from 'zod'
import type { StopReason } from '../decoding/decoder.ts'
import { UserError } from '../errors.ts'
import type { TextRecord } from '../metrics/definition.ts'
import { checked } from '../metrics/log-probabilities.ts'
import { measureSet, setMetrics } from '../metrics/registry.ts'
import { toJson } from '../runs/json.ts'
import { mainIssue, meantBy } from '../runs/request/parse.ts'
import { logarithm } from '../runs/run/recorded-fields.ts'
import { textRecord } from '../runs/run/text-record.ts'
import { readTrials } from '../runs/trials/read-results.ts'
import { fullTrialTable } from '../runs/trials/table.ts'
import { tableText } from '../runs/trials/table-text.ts'
import { plural } from '../words.ts'
import type { Command } from './command.ts'
import { oneFile, readInput } from './read-input.ts'
import { JSON_OPTION } from './shared-options.ts'

/** A step of a result, or of an exported text. */
const stepSchema = z.looseObject({ logprob: logarithm, entropy: z.number(), kept: z.number() })

/** What names a text, and what Export and `run` write beside it: not read, and no mistake. */
const LABELS = [
  'id',
  'name',
  'prompt',
  'model',
  'chat',
  'heal',
  'lane',
  'seed',
  'maxTokens',
  'sample',
  'branch',
  'byHand',
  'message',
  'hint',
  'metrics',
  'search',
] as const

/** A line: token ids, and whatever else is known of the text. */
const recordSchema = z.strictObject({
  tokens: z.array(z.int().min(0)),
  endOfText: z.boolean().optional(),
  text: z.string().optional(),
  logprobs: z.array(logarithm).optional(),
  temperedLogprobs: z.array(logarithm).optional(),
  entropies: z.array(z.number()).optional(),
  kept: z.array(z.number()).optional(),
  steps: z.array(stepSchema).optional(),
  stop: z.string().optional(),
  ...Object.fromEntries(LABELS.map((name) => [name, z.unknown().optional()])),
})

export const metricsCommand: Command = {
  name: 'metrics',
  operands: 'FILE.jsonl|-',
  summary:
    'Measure texts, one JSON object { "tokens": [...], "logprobs": [...] } a line; or results of ' +
    'runs: lanes with intervals and paired tests.',
  options: { json: JSON_OPTION },
  async run({ options, operands }, { print }) {
    const path = oneFile(operands, 'metrics')
    const text = await readInput(path)
    const trials = readTrials(valuesIn(text))
    if (trials && trials.length > 0) {
      const table = fullTrialTable(trials)
      return print(options.json ? toJson(table, 2) : tableText(table))
    }
    const records = readRecords(text, path === '-' ? 'standard input' : path)
    const result = { texts: records.length, metrics: measureSet(records) }
    print(options.json ? toJson(result, 2) : asText(result))
  },
}

/** The JSON values of a file: all of it, or one a line. Nothing where any is no JSON. */
function valuesIn(text: string): unknown[] {
  try {
    return [JSON.parse(text)]
  } catch {
    try {
      return text
        .split('\n')
        .filter((line) => line.trim() !== '')
        .map((line) => JSON.parse(line))
    } catch {
      return []
    }
  }
}

function readRecords(text: string, name: string): TextRecord[] {
  const lines = text.split('\n').map((line, index) => ({ line, number: index + 1 }))
  const records = lines
    .filter(({ line }) => line.trim() !== '')
    .map(({ line, number }) => readRecord(line, `Line ${number} of ${name}`))
  if (records.length === 0) throw bad(`Expected lines like { "tokens": [1, 2, 3] } in ${name}, got none.`)
  return records
}

function readRecord(line: string, where: string): TextRecord {
  let value: unknown
  try {
    value = JSON.parse(line)
  } catch {
    throw bad(`${where}: expected JSON like { "tokens": [1, 2, 3] }, got ${shorten(line)}.`)
  }
  const result = recordSchema.safeParse(value)
  if (!result.success) {
    const { path, code, keys } = mainIssue(result.error) as z.core.$ZodIssueUnrecognizedKeys
    if (code === 'unrecognized_keys') {
      const meant = meantBy(keys[0]!, recordSchema)
      const advice = meant === undefined ? 'leave it out.' : `did you mean ${meant}?`
      throw bad(`${where}: there is no field "${keys[0]}"; ${advice}`)
    }
    throw bad(`${where}: expected { "tokens": [...] } with ${nameOf(path)}, got ${shorten(line)}.`)
  }
  const record = result.data
  for (const name of ['logprobs', 'temperedLogprobs', 'entropies', 'kept'] as const) {
    const length = record[name]?.length ?? record.tokens.length
    if (length !== record.tokens.length) {
      throw bad(`${where}: expected one of ${name} a token (${record.tokens.length}), got ${length}.`)
    }
  }
  const { steps, stop, ...known } = record
  if (!steps) return checked(known as TextRecord, where)
  if (steps.length !== record.tokens.length) {
    throw bad(`${where}: expected a step a token (${record.tokens.length}), got ${steps.length}.`)
  }
  const read = textRecord({ tokens: record.tokens, stop: stop as StopReason, steps })
  return checked({ ...read, ...known } as TextRecord, where)
}

/** What was expected at a path of a record. */
function nameOf([field]: readonly PropertyKey[]): string {
  if (field === undefined || field === 'tokens') return 'a list of token ids, whole numbers from 0'
  if (field === 'steps') return 'steps that each have a logprob, an entropy and a kept count'
  if (field === 'stop' || field === 'text') return `${field} a string`
  return field === 'endOfText' ? 'endOfText true or false' : `${String(field)} a list of numbers`
}

const shorten = (line: string): string => (line.length > 60 ? `${line.slice(0, 60)}...` : line)

const bad = (message: string) => new UserError('bad-input', message)

function asText({ texts, metrics }: { texts: number; metrics: Record<string, number | null> }): string {
  const shown = setMetrics.filter(({ id }) => metrics[id] !== null)
  const width = Math.max(...shown.map(({ title }) => title.length))
  const rows = shown.map(({ id, title, unit }) => {
    const value = metrics[id]!
    const number = String(Number(value.toPrecision(6))).padStart(10)
    return `${title.padEnd(width)}  ${number}${unit ? ` ${unit}` : ''}`
  })
  return [plural(texts, 'text'), ...rows].join('\n')
}
