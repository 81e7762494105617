import type { RunSettings } from '../../runs/methods/facts.ts'
import { joinLane, splitLane } from '../../runs/request/written-lane.ts'
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

async function methods({ phase, done, total, trials }: TrialsRun): Promise<SavedFile> {
  const [{ factsOfTrials }, { methodsText }, strategies, environment] = await Promise.all([
    import('../../runs/methods/facts.ts'),
    import('../../runs/methods/methods.ts'),
    fetchJson<readonly StrategyDescription[]>('/api/strategies'),
    environmentOf(written(trials)),
  ])
  const made = trials.map(({ fields, result }) => ({ settings: fields as unknown as RunSettings, result }))
  const stopped = phase === 'stopped' ? { done, total } : undefined
  const facts = factsOfTrials(environment, made, trialTable(trials), stopped)
  return { name: 'methods.md', type: 'text/markdown', content: methodsText(facts, strategies) }
}

/** The models and the lanes of trials, as they were asked for. */
function written(trials: readonly Trial[]) {
  const { model } = trials[0]!.result
  const lanes = trials.flatMap(({ result }) =>
    result.lanes.map(({ lane }) =>
      result.model === model ? lane : joinLane({ model: result.model, ...splitLane(lane) }),
    ),
  )
  return { model, lanes: [...new Set(lanes)] }
}
