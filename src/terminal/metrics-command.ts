import { z } from 'zod'
import { UserError } from '../errors.ts'
import type { TextRecord } from '../metrics/definition.ts'
import { measureSet, setMetrics } from '../metrics/registry.ts'
import { toJson } from '../runs/json.ts'
import type { Command } from './command.ts'
import { oneFile, readInput } from './read-input.ts'

/** A line: token ids, and whatever else is known of the text; fields nobody knows are left alone. */
const recordSchema = z.looseObject({
  tokens: z.array(z.int().min(0)),
  text: z.string().optional(),
  endOfText: z.boolean().optional(),
  logprobs: z.array(z.number()).optional(),
  temperedLogprobs: z.array(z.number()).optional(),
  entropies: z.array(z.number()).optional(),
  kept: z.array(z.number()).optional(),
})

export const metricsCommand: Command = {
  name: 'metrics',
  operands: 'FILE.jsonl|-',
  summary: 'Measure the degeneration of a set of texts: one JSON object { "tokens": [...] } a line.',
  options: { json: { type: 'boolean', help: 'print the result as JSON' } },
  async run({ options, operands }, { print }) {
    const path = oneFile(operands, 'metrics')
    const records = readRecords(await readInput(path), path === '-' ? 'standard input' : path)
    const result = { texts: records.length, metrics: measureSet(records) }
    print(options.json ? toJson(result, 2) : asText(result))
  },
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
    const { path } = result.error.issues[0]!
    throw bad(`${where}: expected { "tokens": [...] } with ${nameOf(path)}, got ${shorten(line)}.`)
  }
  const record = result.data
  for (const name of ['logprobs', 'temperedLogprobs', 'entropies', 'kept'] as const) {
    const length = record[name]?.length ?? record.tokens.length
    if (length !== record.tokens.length) {
      throw bad(`${where}: expected one of ${name} a token (${record.tokens.length}), got ${length}.`)
    }
  }
  return record as TextRecord
}

/** What should have stood at a path of a record. */
function nameOf([field]: readonly PropertyKey[]): string {
  if (field === undefined || field === 'tokens') return 'a list of token ids, whole numbers from 0'
  if (field === 'text') return 'text a text'
  return field === 'endOfText' ? 'endOfText true or false' : `${String(field)} a list of numbers`
}

const shorten = (line: string): string => (line.length > 60 ? `${line.slice(0, 60)}...` : line)

const bad = (message: string) => new UserError('bad-input', message)

function asText({ texts, metrics }: { texts: number; metrics: Record<string, number | null> }): string {
  const shown = setMetrics.filter(({ id }) => metrics[id] !== null)
  const width = Math.max(...shown.map(({ title }) => title.length))
  const rows = shown.map(({ id, title, unit }) => {
    const value = metrics[id]!
    return `${title.padEnd(width)}  ${String(Number(value.toPrecision(6))).padStart(10)}${unit ? ` ${unit}` : ''}`
  })
  return [`${texts} text${texts === 1 ? '' : 's'}`, ...rows].join('\n')
}
