import { type ColumnSource, ParquetWriter, schemaFromColumnData, type Writer } from 'hyparquet-writer'
import { textMetrics } from '../../metrics/registry.ts'
import type { RunResult, SampleResult, StepRecord } from '../run/events.ts'
import type { Trial } from './trial.ts'

/** What step tables have besides each token's trace. */
export interface StepColumns {
  /** The most likely tokens and what each step of the chain left, as JSON. */
  readonly trace?: boolean
  /** The model's whole distribution: natural logs by token id, float32, little-endian. */
  readonly distributions?: boolean
}

type Type = NonNullable<ColumnSource['type']>

interface Column<Row> {
  readonly name: string
  readonly type: Type
  readonly read: (row: Row) => unknown
}

interface TextRow {
  readonly trial: Trial
  readonly lane: string
  readonly model: string
  readonly sample: number
  readonly result: SampleResult
}

interface StepRow extends TextRow {
  readonly index: number
  readonly step: StepRecord
}

const column = <Row>(name: string, type: Type, read: (row: Row) => unknown): Column<Row> => ({
  name,
  type,
  read,
})

/** What names a text in both tables; prompts, samples and steps count from 1. */
const place: readonly Column<TextRow>[] = [
  column('prompt', 'INT32', ({ trial }) => trial.prompt + 1),
  column('seed', 'INT64', ({ trial }) => BigInt(trial.result.seed)),
  column('lane', 'STRING', ({ lane }) => lane),
  column('sample', 'INT32', ({ sample }) => sample + 1),
]

const textColumns: readonly Column<TextRow>[] = [
  ...place,
  column('model', 'STRING', ({ model }) => model),
  column('prompt_text', 'STRING', ({ trial }) => trial.result.prompt),
  column('text', 'STRING', ({ result }) => result.text),
  column('stop', 'STRING', ({ result }) => result.stop),
  ...textMetrics.map(({ id }) => column<TextRow>(id, 'DOUBLE', ({ result }) => result.metrics[id] ?? null)),
]

const stepColumns = ({ trace, distributions }: StepColumns): readonly Column<StepRow>[] => [
  ...place,
  column('step', 'INT32', ({ index }) => index + 1),
  column('token', 'INT32', ({ step }) => step.token),
  column('text', 'STRING', ({ step }) => step.text),
  column('logprob', 'DOUBLE', ({ step }) => step.logprob),
  column('rank', 'INT32', ({ step }) => step.rank),
  column('entropy', 'DOUBLE', ({ step }) => step.entropy),
  column('kept', 'INT32', ({ step }) => step.kept),
  column('kept_mass', 'DOUBLE', ({ step }) => step.keptMass),
  column('u', 'DOUBLE', ({ step }) => step.u),
  ...(trace
    ? [
        column<StepRow>('candidates', 'STRING', ({ step }) => JSON.stringify(step.candidates ?? null)),
        column<StepRow>('stages', 'STRING', ({ step }) => JSON.stringify(step.stages ?? null)),
      ]
    : []),
  ...(distributions
    ? [column<StepRow>('distribution', 'BYTE_ARRAY', ({ step }) => bytesOf(step.detail?.distribution))]
    : []),
]

/** Numbers as they lie in memory, which is little-endian wherever this runs. */
const bytesOf = (numbers: Float32Array | undefined): Uint8Array | null =>
  numbers ? new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength) : null

/** The two tables of some trials, written trial by trial. */
export interface TrialTables {
  add(trial: Trial): Promise<void>
  finish(): Promise<void>
}

/**
 * @param writers where the bytes go: one row a text, one row a token
 * @param about what computed it, for the files' own metadata
 */
export function openTables(
  writers: { readonly texts: Writer; readonly steps: Writer },
  columns: StepColumns,
  about: Readonly<Record<string, string>>,
): TrialTables {
  const texts = openTable(writers.texts, textColumns, about)
  const steps = openTable(writers.steps, stepColumns(columns), about)
  return {
    async add(trial) {
      const rows = textRows(trial)
      await texts.add(rows)
      await steps.add(rows.flatMap((row) => row.result.steps.map((step, index) => ({ ...row, index, step }))))
    },
    async finish() {
      await texts.finish()
      await steps.finish()
    },
  }
}

const textRows = (trial: Trial): TextRow[] =>
  trial.result.lanes.flatMap(({ lane, model = trial.result.model, samples }) =>
    samples.map((result, sample) => ({ trial, lane, model, sample, result })),
  )

/** Rows wait for so many more, so that a group of rows is worth its head; bytes of distributions do not. */
const ROWS_A_GROUP = 10_000
const DISTRIBUTIONS_A_GROUP = 256

function openTable<Row>(
  writer: Writer,
  columns: readonly Column<Row>[],
  about: Readonly<Record<string, string>>,
) {
  const empty = columns.map(({ name, type }) => ({ name, type, data: [] }))
  const parquet = new ParquetWriter({
    writer,
    schema: schemaFromColumnData({ columnData: empty }),
    createdBy: 'nucleus',
    kvMetadata: Object.entries(about).map(([key, value]) => ({ key, value })),
  })
  const most = columns.some(({ type }) => type === 'BYTE_ARRAY') ? DISTRIBUTIONS_A_GROUP : ROWS_A_GROUP
  let waiting: Row[] = []
  const flush = async () => {
    if (waiting.length === 0) return
    const rows = waiting
    waiting = []
    const columnData = columns.map(({ name, read }) => ({ name, data: rows.map(read) }))
    await parquet.write({ columnData, rowGroupSize: most })
  }
  return {
    async add(rows: readonly Row[]) {
      waiting.push(...rows)
      if (waiting.length >= most) await flush()
    },
    async finish() {
      await flush()
      await parquet.finish()
    },
  }
}

/** A result without what only the step table keeps: candidates, stages, distributions. */
export const withoutDetails = (result: RunResult): RunResult => ({
  ...result,
  lanes: result.lanes.map((lane) => ({
    ...lane,
    samples: lane.samples.map((sample) => ({
      ...sample,
      steps: sample.steps.map(({ candidates: _, stages: __, detail: ___, ...step }) => step),
    })),
  })),
})
