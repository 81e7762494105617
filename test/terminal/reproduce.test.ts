import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { experiments } from '../../src/experiments/registry.ts'
import { createModelLibrary } from '../../src/models/library.ts'
import { projectRoot } from '../../src/project.ts'
import { runProgram } from '../../src/terminal/program.ts'
import { TINY_GPT2 } from '../models/tiny-gpt2.ts'
import { call } from './call.ts'

const folder = mkdtempSync(join(tmpdir(), 'reproduce-'))
afterAll(() => rmSync(folder, { recursive: true }))

describe('reproduce', () => {
  it('makes one experiment, states how it went and writes it down', async () => {
    const out = join(folder, 'shapes')
    const { status, out: printed, messages } = await call('reproduce', 'flat-and-peaked', '--out', out)
    const { verdict, checks, provenance } = JSON.parse(
      readFileSync(join(out, 'flat-and-peaked.json'), 'utf8'),
    )
    expect(printed).toContain(`flat-and-peaked: ${verdict}`)
    for (const { statement, passed } of checks)
      expect(printed).toContain(`${passed ? 'passed' : 'FAILED'}  ${statement}`)
    expect(printed).toContain(join(out, 'RESULTS.md'))
    expect(status).toBe(checks.every(({ passed }: { passed: boolean }) => passed) ? 0 : 1)
    expect(messages).toContain('Measuring flat-and-peaked')
    expect(provenance).toMatchObject({
      setting: 'full',
      command: 'npm run --silent cli -- reproduce flat-and-peaked',
    })
    const manifest = JSON.parse(readFileSync(join(out, 'manifest.json'), 'utf8'))
    expect(manifest).toMatchObject({ ...provenance, versions: { node: process.version } })
    expect(readFileSync(join(out, 'RESULTS.md'), 'utf8')).not.toContain(folder)
  })

  it('states that a verdict is of shipped figures where a run made none, and counts it apart', async () => {
    const out = join(folder, 'shipped')
    const { out: printed } = await call('reproduce', 'calibration', '--out', out)
    expect(printed).toContain('by shipped figures; this run computed nothing (pass --human FILE to measure)')
    expect(printed).toContain('9 of 9 checks passed on shipped figures')
    expect(printed).not.toContain('on what this run measured')
    expect(JSON.parse(readFileSync(join(out, 'calibration.json'), 'utf8')).isShipped).toBe(true)
  })

  it('takes any model, and names weights that the model list has no hash of by their own facts', async () => {
    const library = createModelLibrary(
      { default: 'tiny-gpt2', models: [TINY_GPT2] },
      { builtIn: join(projectRoot, 'test/fixtures'), cache: join(folder, 'cache') },
    )
    const out = join(folder, 'tiny')
    const printed: string[] = []
    await runProgram(['reproduce', 'feedback-loop', '--model', 'tiny-gpt2', '--out', out], {
      print: (text) => void printed.push(text),
      note: () => {},
      signal: new AbortController().signal,
      openLibrary: async () => library,
      serve: async () => {},
    })
    const { provenance, data } = JSON.parse(readFileSync(join(out, 'feedback-loop.json'), 'utf8'))
    expect(provenance).toMatchObject({
      model: 'tiny-gpt2',
      hash: expect.stringMatching(/^[0-9a-f]{64}$/),
      command: 'npm run --silent cli -- reproduce feedback-loop --model tiny-gpt2',
    })
    expect(data.phrases).toHaveLength(20)
    expect(printed.join()).toContain('feedback-loop: ')
  })

  it('goes on where it stopped: the same files, begun at the same time', async () => {
    const out = join(folder, 'shapes')
    const before = readFileSync(join(out, 'flat-and-peaked.json'), 'utf8')
    writeFileSync(join(out, 'journal.jsonl'), '["a",1]\n["b",2]\n')
    const again = await call('reproduce', 'flat-and-peaked', '--out', out, '--json')
    expect(again.messages).toContain('Going on after 2 jobs that an earlier run finished.')
    expect(readFileSync(join(out, 'flat-and-peaked.json'), 'utf8')).toBe(before)
    expect(JSON.parse(again.out).results).toEqual([JSON.parse(before)])
  })

  it('ends with 1 where a claim fails: text that nobody would write is not predicted well', async () => {
    const words = Array.from({ length: 1500 }, (_, index) => `xq${(index * 7919) % 997}`)
    const human = join(folder, 'human.txt')
    writeFileSync(
      human,
      [words.slice(0, 700), words.slice(700)].map((half) => half.join(' ')).join('<|endoftext|>'),
    )
    const out = join(folder, 'calibration')
    const {
      status,
      out: printed,
      messages,
    } = await call(
      'reproduce',
      'calibration',
      '--quick',
      '--human',
      human,
      '--human-works',
      'noise',
      '--out',
      out,
    )
    expect([status, messages]).toEqual([1, expect.stringContaining('Not every check passed: calibration.')])
    expect(printed).toContain('FAILED  expected calibration error of the most likely token')
    const figures = JSON.parse(readFileSync(join(out, 'human-text.json'), 'utf8'))
    expect(figures.provenance).toMatchObject({ works: 'noise', documents: 2 })
    expect(Object.keys(figures.settings)).toEqual(['quick'])
    expect(JSON.stringify(figures)).not.toContain(folder)
  })

  it.each([
    [['no-such'], `no experiment "no-such"; choose from ${experiments.map(({ id }) => id).join(', ')}`],
    [['--human', join(folder, 'missing.txt')], 'missing.txt'],
    [['--model', 'no-such', 'flat-and-peaked'], 'There is no model "no-such"'],
    [['--fast'], '--fast'],
  ])('refuses %j', async (args, message) => {
    const out = join(folder, 'refused')
    const { status, messages } = await call('reproduce', ...args, '--out', out)
    expect([status, messages]).toEqual([2, expect.stringContaining(message)])
    expect(existsSync(out)).toBe(false)
  })

  it('asks for longer human text where what it gets is too short', async () => {
    const human = join(folder, 'short.txt')
    writeFileSync(human, 'Once upon a time.')
    const { status, messages } = await call(
      'reproduce',
      'calibration',
      '--human',
      human,
      '--out',
      join(folder, 'short'),
    )
    expect([status, messages]).toEqual([2, expect.stringContaining('Expected at least two documents of')])
  })
})
