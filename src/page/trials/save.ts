import { trialTable } from '../../runs/trials/table.ts'
import { tableCsv } from '../../runs/trials/table-text.ts'
import type { Trial } from '../../runs/trials/trial.ts'
import type { StrategyDescription } from '../../strategies/chain/describe.ts'
import { environmentOf } from '../ui/environment.ts'
import { fetchJson } from '../ui/fetch-json.ts'
import type { TrialsRun } from './use-trials.ts'

/** What trials can be saved as, by what the button reads. */
export const FILES = {
  'Table, CSV': csv,
  'Texts, Parquet': (run: TrialsRun) => parquet(run, 'texts'),
  'Tokens, Parquet': (run: TrialsRun) => parquet(run, 'steps'),
  'Results, JSONL': results,
  'Methods and BibTeX': methods,
} as const

interface SavedFile {
  readonly name: string
  readonly type: string
  readonly content: BlobPart
}

async function csv({ trials }: TrialsRun): Promise<SavedFile> {
  return { name: 'table.csv', type: 'text/csv', content: tableCsv(trialTable(trials)) }
}

async function results({ trials }: TrialsRun): Promise<SavedFile> {
  const lines = trials.map(({ result }) => `${JSON.stringify(result)}\n`)
  return { name: 'results.jsonl', type: 'application/jsonl', content: lines.join('') }
}

async function parquet({ trials }: TrialsRun, table: 'texts' | 'steps'): Promise<SavedFile> {
  const [{ openTables }, { ByteWriter }, environment] = await Promise.all([
    import('../../runs/trials/parquet.ts'),
    import('hyparquet-writer'),
    environmentOf(written(trials)),
  ])
  const writers = { texts: new ByteWriter(), steps: new ByteWriter() }
  const tables = openTables(writers, {}, { environment: JSON.stringify(environment) })
  for (const trial of trials) await tables.add(trial)
  await tables.finish()
  const content = writers[table].getBuffer()
  return { name: `${table}.parquet`, type: 'application/vnd.apache.parquet', content }
}

async function methods({ trials, maxTokens }: TrialsRun): Promise<SavedFile> {
  const [{ factsOfTrials, methodsText }, strategies, environment] = await Promise.all([
    import('../../runs/methods/methods.ts'),
    fetchJson<readonly StrategyDescription[]>('/api/strategies'),
    environmentOf(written(trials)),
  ])
  const { lanes } = trials[0]!.result
  const texts = lanes.map((lane) => lane.samples.length)
  const seeds = trials.map(({ result }) => result.seed)
  const request = { ...written(trials), maxTokens, samples: Math.max(...texts), texts }
  const facts = factsOfTrials(environment, request, seeds, trialTable(trials, []))
  return { name: 'methods.md', type: 'text/markdown', content: methodsText(facts, strategies) }
}

/** The model and the lanes of trials, as they were asked for. */
function written([first]: readonly Trial[]) {
  const { model, lanes } = first!.result
  return { model, lanes: lanes.map(({ lane }) => lane) }
}
