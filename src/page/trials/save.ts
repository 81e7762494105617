import type { Environment } from '../../models/environment.ts'
import { trialTable } from '../../runs/trials/table.ts'
import { tableCsv } from '../../runs/trials/table-text.ts'
import type { Trial } from '../../runs/trials/trial.ts'
import type { StrategyDescription } from '../../strategies/chain/describe.ts'
import { fetchJson } from '../ui/fetch-json.ts'

/** What trials can be saved as, by what the button reads. */
export const FILES = {
  'Table, CSV': csv,
  'Texts, Parquet': (trials: readonly Trial[]) => parquet(trials, 'texts'),
  'Tokens, Parquet': (trials: readonly Trial[]) => parquet(trials, 'steps'),
  'Results, JSONL': results,
  'Methods and BibTeX': methods,
} as const

interface SavedFile {
  readonly name: string
  readonly type: string
  readonly content: BlobPart
}

async function csv(trials: readonly Trial[]): Promise<SavedFile> {
  return { name: 'table.csv', type: 'text/csv', content: tableCsv(trialTable(trials)) }
}

async function results(trials: readonly Trial[]): Promise<SavedFile> {
  const lines = trials.map(({ result }) => `${JSON.stringify(result)}\n`)
  return { name: 'results.jsonl', type: 'application/jsonl', content: lines.join('') }
}

async function parquet(trials: readonly Trial[], table: 'texts' | 'steps'): Promise<SavedFile> {
  const [{ openTables }, { ByteWriter }, environment] = await Promise.all([
    import('../../runs/trials/parquet.ts'),
    import('hyparquet-writer'),
    environmentOf(trials),
  ])
  const writers = { texts: new ByteWriter(), steps: new ByteWriter() }
  const tables = openTables(writers, {}, { environment: JSON.stringify(environment) })
  for (const trial of trials) await tables.add(trial)
  await tables.finish()
  const content = writers[table].getBuffer()
  return { name: `${table}.parquet`, type: 'application/vnd.apache.parquet', content }
}

async function methods(trials: readonly Trial[]): Promise<SavedFile> {
  const [{ methodsOf }, strategies, environment] = await Promise.all([
    import('../../runs/methods/methods.ts'),
    fetchJson<readonly StrategyDescription[]>('/api/strategies'),
    environmentOf(trials),
  ])
  const { model, lanes } = trials[0]!.result
  const table = trialTable(trials, [])
  const facts = {
    environment,
    model,
    lanes: lanes.map(({ lane }) => lane),
    maxTokens: Math.max(...trials.flatMap(({ result }) => lengthsOf(result))),
    samples: Math.max(...lanes.map(({ samples }) => samples.length)),
    seeds: [...new Set(trials.map(({ result }) => result.seed))].sort((one, other) => one - other),
    prompts: table.prompts,
    over: table.over,
  }
  const { paragraph, bibtex } = methodsOf(facts, strategies)
  return { name: 'methods.md', type: 'text/markdown', content: `${paragraph}\n\n${bibtex}` }
}

const lengthsOf = ({ lanes }: Trial['result']): number[] =>
  lanes.flatMap(({ samples }) => samples.map(({ tokens }) => tokens.length))

function environmentOf([first]: readonly Trial[]): Promise<Environment> {
  const { model, lanes } = first!.result
  const query = new URLSearchParams({ model })
  for (const { lane } of lanes) query.append('lane', lane)
  return fetchJson<Environment>(`/api/environment?${query}`)
}

/** Gives a file to the browser. */
export function download({ name, type, content }: SavedFile): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(new Blob([content], { type }))
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 1000)
}
