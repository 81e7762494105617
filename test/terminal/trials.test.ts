import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parquetReadObjects } from 'hyparquet'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { projectRoot } from '../../src/project.ts'
import { runProgram } from '../../src/terminal/program.ts'
import { call, libraryOfCall } from './call.ts'

const folder = mkdtempSync(join(tmpdir(), 'nucleus-test-'))
const file = join(folder, 'prompts.txt')
const out = join(folder, 'trials')
const LANES = ['--lane', 'sample', '--lane', 'nucleus:0.5', '--lane', 'greedy', '--max-tokens', '6']

writeFileSync(file, 'The sea\nThe old man\nShe opened\n')
afterAll(() => rmSync(folder, { recursive: true }))

const rowsOf = (name: string) => {
  const bytes = readFileSync(join(out, name))
  return parquetReadObjects({
    file: bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer,
    utf8: false,
  }) as Promise<Record<string, unknown>[]>
}

describe('trials', () => {
  let printed: Awaited<ReturnType<typeof call>>
  beforeAll(async () => {
    const flags = ['--seeds', '1,2', '--out', out, '--trace', '--distributions']
    printed = await call('run', '--prompts', file, ...LANES, ...flags)
  })

  it('end in one table, and a folder with everything', async () => {
    expect(printed.status).toBe(0)
    expect(printed.out).toMatch(/^metric +lane +texts/)
    expect(printed.out).toContain('18 texts of 3 prompts in 6 runs. Intervals: 95% bootstrap over prompts.')
    expect(readdirSync(out).sort()).toEqual([
      'methods.md',
      'references.bib',
      'results.jsonl',
      'steps.parquet',
      'table.csv',
      'table.json',
      'texts.parquet',
    ])
    expect(readFileSync(join(out, 'methods.md'), 'utf8')).toContain('3 prompts were continued')
  })

  it('do not take the place of earlier results', async () => {
    const before = readFileSync(join(out, 'results.jsonl'), 'utf8')
    const { status, out: nothing, messages } = await call('run', '--prompts', file, ...LANES, '--out', out)
    expect([status, nothing, messages]).toEqual([
      1,
      '',
      `Expected a folder without earlier results after --out, got "${out}", which holds results.jsonl; name ` +
        'another folder, or delete that file.',
    ])
    expect(readFileSync(join(out, 'results.jsonl'), 'utf8')).toBe(before)
  })

  it('hold every text as a run of it alone writes it', async () => {
    const rows = await rowsOf('texts.parquet')
    expect(rows).toHaveLength(18)
    const alone = await call('run', '--prompt', 'The old man', ...LANES, '--seed', '2001', '--json')
    const [sampled] = JSON.parse(alone.out).lanes
    const row = rows.find(
      ({ prompt, seed, lane }) => prompt === 2 && seed === 2001n && String(lane) === 'sample',
    )
    expect(String(row!.text)).toBe(sampled.samples[0].text)
    expect(row!.perplexity).toBe(sampled.samples[0].metrics.perplexity)
  })

  it('hold every step, candidates and whole distributions', async () => {
    const rows = await rowsOf('steps.parquet')
    expect(rows).toHaveLength(18 * 6)
    for (const { token, logprob, entropy, distribution, candidates } of rows.slice(0, 20)) {
      const bytes = distribution as Uint8Array
      const logs = new Float32Array(bytes.slice().buffer)
      expect(logs).toHaveLength(8192)
      expect(logs[token as number]).toBe(Math.fround(logprob as number))
      const sum = logs.reduce((all, log) => all - Math.exp(log) * (log > -Infinity ? log : 0), 0)
      expect(sum).toBeCloseTo(entropy as number, 3)
      expect(JSON.parse(String(candidates))).toHaveLength(40)
    }
  })

  it('are measured again from their results', async () => {
    const { status, out: text } = await call('metrics', '--json', join(out, 'results.jsonl'))
    expect(status).toBe(0)
    expect(JSON.parse(text)).toEqual(JSON.parse(readFileSync(join(out, 'table.json'), 'utf8')))
  })

  it('are what the notebook reads', ({ skip }) => {
    const path = join(projectRoot, 'docs/notebooks/read-trials.ipynb')
    const { cells } = JSON.parse(readFileSync(path, 'utf8')) as {
      cells: { cell_type: string; source: string[] }[]
    }
    const script = cells
      .filter(({ cell_type: type }) => type === 'code')
      .map(({ source }) => source.join(''))
      .join('\n')
    const env = { ...process.env, NUCLEUS_TRIALS: out, MPLBACKEND: 'agg' }
    const python = process.env.PYTHON ?? 'python3'
    if (spawnSync(python, ['-c', 'import pandas, pyarrow, matplotlib']).status !== 0) {
      skip('Python with pandas, pyarrow and matplotlib is not here')
    }
    const { status, stderr, stdout } = spawnSync(python, ['-c', script], { env, encoding: 'utf8' })
    expect([status, stderr.split('\n').at(-2)]).toEqual([0, undefined])
    expect(stdout).toContain('8192 tokens')
  }, 60_000)
})

it('trials that are stopped name how far they came, in the terminal and in their methods', async () => {
  const interrupt = new AbortController()
  const noted: string[] = []
  const stopped = join(folder, 'stopped')
  const status = await runProgram(['run', '--prompts', file, ...LANES, '--out', stopped], {
    print: () => {},
    note: (text) => void noted.push(text),
    status: (text) => void (text.includes(' 1 of 3') && interrupt.abort()),
    signal: interrupt.signal,
    openLibrary: async () => libraryOfCall(),
    serve: async () => {},
  })
  expect(status).toBe(130)
  expect(noted.at(-1)).toBe('Stopped after 1 run of 3.')
  const methods = readFileSync(join(stopped, 'methods.md'), 'utf8')
  expect(methods).toContain('The trials were stopped after 1 run of 3.')
  expect(methods).not.toContain('Intervals')
})

describe('the table of a run', () => {
  it('compares its lanes over its samples', async () => {
    const flags = ['--prompt', 'The sea', ...LANES, '--samples', '3', '--seed', '1', '--table', '--json']
    const table = JSON.parse((await call('run', ...flags)).out)
    expect(table).toMatchObject({ over: 'texts', prompts: 1, texts: 7 })
    const row = table.rows.find(
      ({ metric, lane }: Record<string, string>) => metric === 'perplexity' && lane === 'nucleus:0.5',
    )
    expect(row.against).toMatchObject({ pairs: 3 })
  })

  it('and its methods are written from its record', async () => {
    const record = join(folder, 'run.json')
    const flags = ['--prompt', 'The sea', ...LANES, '--seed', '1', '--record']
    writeFileSync(record, (await call('run', ...flags)).out)
    const { status, out: text } = await call('methods', record)
    expect(status).toBe(0)
    expect(text).toMatch(/Nucleus \d.*seeds: 1\)/s)
    expect(text).toContain('@misc{holtzman2020,')
    const bare = await call('methods', file)
    expect([bare.status, bare.messages]).toEqual([
      2,
      expect.stringMatching(/^Expected a run file, which is JSON/),
    ])
  })

  it.each([
    [['--prompt', 'x', '--seeds', '1'], /--seeds is about many prompts/],
    [['--prompts', file, '--seeds', '1', '--seed', '2'], /choose one/],
    [['--prompts', file, '--seeds', '1;2'], /Expected seeds as whole numbers from 0/],
    [['--prompts', file, '--distributions'], /name it with --out DIR/],
    [['--prompt', 'x', '--table', '--events'], /--table prints a table and nothing else/],
    [
      [
        '--prompts',
        file,
        '--out',
        out,
        '--distributions',
        '--max-tokens',
        '400',
        '--samples',
        '32',
        '--seeds',
        '1,2,3',
      ],
      /may take \d+\.\d\d GB, and at most 8\.00 GB are written/,
    ],
  ])('refuses %j', async (flags, message) => {
    const { status, messages } = await call('run', ...flags)
    expect([status, messages]).toEqual([2, expect.stringMatching(message)])
  })
})
