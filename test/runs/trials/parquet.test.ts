import { parquetMetadata, parquetReadObjects } from 'hyparquet'
import { ByteWriter } from 'hyparquet-writer'
import { describe, expect, it } from 'vitest'
import { openTables, withoutDetails } from '../../../src/runs/trials/parquet.ts'
import { trial } from './trials.ts'

async function written(trials: readonly ReturnType<typeof trial>[], columns = {}) {
  const writers = { texts: new ByteWriter(), steps: new ByteWriter() }
  const tables = openTables(writers, columns, { environment: '{"program":"x"}' })
  for (const one of trials) await tables.add(one)
  await tables.finish()
  return { texts: writers.texts.getBuffer(), steps: writers.steps.getBuffer() }
}

const SEED = 2 ** 52 + 1

describe('the Parquet tables', () => {
  it('hold every text and every step as they were recorded', async () => {
    const { texts, steps } = await written([
      trial(0, SEED, { sample: [2, 4], greedy: [8] }),
      trial(1, 1, { sample: [16] }),
    ])
    const textRows = await parquetReadObjects({ file: texts })
    expect(textRows).toHaveLength(4)
    expect(textRows[1]).toMatchObject({
      prompt: 1,
      seed: BigInt(SEED),
      lane: 'sample',
      sample: 2,
      model: 'fake',
      prompt_text: 'prompt 0',
      text: 'ab',
      stop: 'length',
      perplexity: 4,
      'seq-rep-4': null,
    })
    const stepRows = await parquetReadObjects({ file: steps })
    expect(stepRows.map(({ prompt, lane, sample, step }) => [prompt, lane, sample, step].join(' '))).toEqual([
      '1 sample 1 1',
      '1 sample 1 2',
      '1 sample 2 1',
      '1 sample 2 2',
      '1 greedy 1 1',
      '1 greedy 1 2',
      '2 sample 1 1',
      '2 sample 1 2',
    ])
    expect(stepRows[1]).toEqual({
      prompt: 1,
      seed: BigInt(SEED),
      lane: 'sample',
      sample: 1,
      step: 2,
      token: 2,
      text: 'b',
      logprob: -Math.LN2,
      rank: 1,
      entropy: 1.5,
      kept: 3,
      kept_mass: 0.75,
      u: 0.1,
    })
    expect(parquetMetadata(steps).key_value_metadata).toEqual([
      { key: 'environment', value: '{"program":"x"}' },
    ])
  })

  it('hold candidates and whole distributions on request, and results do without them', async () => {
    const one = trial(0, 1, { sample: [2] })
    const [step] = one.result.lanes[0]!.samples[0]!.steps as unknown as Record<string, unknown>[]
    Object.assign(step!, {
      candidates: [{ id: 1, text: 'a', raw: 0.5, probability: 1 }],
      detail: { own: { text: 'a' }, top: [], distribution: Float32Array.of(-0.5, Number.NEGATIVE_INFINITY) },
    })
    const { steps } = await written([one], { trace: true, distributions: true })
    const rows = (await parquetReadObjects({ file: steps, utf8: false })) as Record<string, Uint8Array>[]
    expect(JSON.parse(String(rows[0]!.candidates))).toEqual([{ id: 1, text: 'a', raw: 0.5, probability: 1 }])
    const bytes = rows[0]!.distribution!
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    expect([view.getFloat32(0, true), view.getFloat32(4, true)]).toEqual([-0.5, Number.NEGATIVE_INFINITY])
    expect(rows[1]!.distribution).toBeNull()
    const [plain] = withoutDetails(one.result).lanes[0]!.samples[0]!.steps
    expect(Object.keys(plain!)).toEqual([
      'token',
      'text',
      'logprob',
      'rank',
      'entropy',
      'kept',
      'keptMass',
      'u',
    ])
  })

  it('write rows in groups, so that no more than one of them is in memory', async () => {
    const tokens = Array.from({ length: 6000 }, (_, index) => 1 + (index % 8))
    const long = trial(0, 1, { sample: [2] })
    const [text] = long.result.lanes[0]!.samples
    Object.assign(text!, { steps: tokens.map((token) => ({ ...text!.steps[0]!, token })) })
    const { steps } = await written([long, long, long])
    const { row_groups: groups } = parquetMetadata(steps)
    expect(groups.map(({ num_rows: rows }) => Number(rows))).toEqual([10_000, 2_000, 6_000])
    expect((await parquetReadObjects({ file: steps }))[17_999]).toMatchObject({ step: 6000, token: 8 })
  })
})
