import { spawn } from 'node:child_process'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readResults, resultOf } from '../../src/experiments/harness/result.ts'
import { experiments } from '../../src/experiments/registry.ts'
import { projectRoot } from '../../src/project.ts'
import { measureResults, smallSetting } from '../helpers/measure-results.ts'
import { measuredResults } from '../helpers/measured-results.ts'
import { isThorough } from '../helpers/thorough.ts'
import { runToEnd, useBuiltInModel } from './model.ts'

const model = useBuiltInModel()
const folder = mkdtempSync(join(tmpdir(), 'reproduce-'))
let undisturbed: string

beforeAll(async () => {
  undisturbed = (await measuredResults()).folder
}, 240_000)
afterAll(() => rmSync(folder, { recursive: true }))

/** What a folder holds, by file name; the journal's order depends on when it was interrupted. */
const filesOf = (path: string): Record<string, string> =>
  Object.fromEntries(
    readdirSync(path)
      .filter((name) => name !== 'journal.jsonl')
      .map((name) => [name, readFileSync(join(path, name), 'utf8')]),
  )

const keysOf = (path: string): string[] =>
  readFileSync(join(path, 'journal.jsonl'), 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => (JSON.parse(line) as [string, unknown])[0])

describe('reproduce on the built-in model', () => {
  it('writes JSON, CSV and SVG for every experiment, a manifest, human figures and a report', () => {
    const names = experiments.flatMap(({ id }) => [`${id}.json`, `${id}.csv`, `${id}.svg`])
    expect(Object.keys(filesOf(undisturbed)).sort()).toEqual(
      [...names, 'manifest.json', 'human-text.json', 'RESULTS.md'].sort(),
    )
    const report = readFileSync(join(undisturbed, 'RESULTS.md'), 'utf8')
    for (const { title, id } of experiments) {
      expect(report).toContain(`## ${title}`)
      expect(report).toContain(`](${id}.svg)`)
    }
    for (const { id } of experiments) {
      expect(readFileSync(join(undisturbed, `${id}.svg`), 'utf8')).not.toMatch(/NaN|undefined|Infinity/)
      const csv = readFileSync(join(undisturbed, `${id}.csv`), 'utf8')
        .trim()
        .split('\n')
      expect(csv.length).toBeGreaterThan(2)
    }
  })

  it('writes results that state by themselves what was found', () => {
    const stored = readResults(undisturbed)
    expect(stored.map(({ experiment }) => experiment.id)).toEqual(experiments.map(({ id }) => id))
    for (const { experiment, result } of stored) {
      expect(JSON.parse(JSON.stringify(resultOf(experiment, result.data, result.provenance)))).toEqual(result)
    }
  })

  it('shows texts that a run with their seed gives again', async () => {
    const { result } = readResults(undisturbed).find(({ experiment }) => experiment.id === 'loops')!
    const { examples } = result.data
    expect(examples).toHaveLength(4)
    for (const { prompt, lane, seed, text } of examples) {
      const result = await runToEnd(model(), {
        prompt,
        lanes: [lane],
        seed,
        maxTokens: smallSetting.maxTokens,
      })
      expect(result.lanes[0]!.samples[0]!.text, lane).toBe(text)
    }
  })
})

/** Starts a reproduction and kills it once its journal holds so many bytes; false if it ended before. */
async function killAt(path: string, bytes: number): Promise<boolean> {
  const script = join(projectRoot, 'test/with-model/reproduce-child.ts')
  const child = spawn(process.execPath, ['--import', 'tsx', script, path], {
    cwd: projectRoot,
    stdio: 'ignore',
  })
  const journal = join(path, 'journal.jsonl')
  const watch = setInterval(() => {
    if (existsSync(journal) && statSync(journal).size >= bytes) child.kill('SIGKILL')
  }, 2)
  const signal = await new Promise((resolve) => child.on('exit', (_, by) => resolve(by)))
  clearInterval(watch)
  return signal === 'SIGKILL'
}

/** Leaves what a kill leaves of a journal, which is only appended to: so many bytes, the last line cut. */
function cutAt(path: string, bytes: number): void {
  mkdirSync(path)
  const lines = readFileSync(join(undisturbed, 'journal.jsonl'))
  const isLineEnd = lines[bytes - 1] === 0x0a
  writeFileSync(join(path, 'journal.jsonl'), lines.subarray(0, isLineEnd ? bytes - 1 : bytes))
}

it('ends the same after kills at any moment, and does nothing twice', async () => {
  const killed = join(folder, 'killed')
  const whole = statSync(join(undisturbed, 'journal.jsonl')).size
  // A process is killed where tests are thorough.
  if (!isThorough) cutAt(killed, Math.floor(0.85 * whole))
  for (const share of isThorough ? [0.05, 0.4, 0.8] : []) {
    expect(await killAt(killed, share * whole)).toBe(true)
    expect(statSync(join(killed, 'journal.jsonl')).size).toBeLessThan(whole)
  }
  await measureResults(killed)
  expect(filesOf(killed)).toEqual(filesOf(undisturbed))
  const keys = keysOf(killed)
  expect(new Set(keys).size).toBe(keys.length)
  expect([...keys].sort()).toEqual(keysOf(undisturbed).sort())
}, 400_000)
