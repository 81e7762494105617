import { describe, expect, it } from 'vitest'
import { factsOfRun, factsOfTrials, type RunFacts } from '../../../src/runs/methods/facts.ts'
import { methodsOf } from '../../../src/runs/methods/methods.ts'
import type { RunResult } from '../../../src/runs/run/events.ts'
import type { TrialTable } from '../../../src/runs/trials/table.ts'
import { strategyDescriptions } from '../../../src/strategies/registry.ts'

const ENVIRONMENT = {
  program: '9.9',
  transformers: '4',
  onnxruntime: '1.30',
  node: 'v20',
  platform: 'linux x64',
  processor: 'A processor',
  models: [{ id: 'books', dtype: 'q8', files: [{ path: 'onnx/model.onnx', sha256: 'abc' }] }],
} as const

const RUN = {
  prompt: 'The sea',
  model: 'books',
  lanes: ['temperature:0.7+nucleus:0.9', 'beam:width=4', 'contrastive-decoding+greedy'],
  maxTokens: 50,
  seed: 7,
} as const

const textOf = (text: string) => ({ result: { steps: [{ text: '' }, { text }] } })
/** What a run gave: so many texts a lane, and branches. */
const file = (
  texts: readonly number[] = [2, 1, 1],
  ...branches: Parameters<typeof factsOfRun>[2]['branches']
) => ({
  result: { lanes: texts.map((length) => ({ samples: Array.from({ length }) })) },
  branches,
})

const FACTS = { environment: ENVIRONMENT, prompts: 1 } as const
/** @param run of a single run, @param facts of all */
const write = (run: object = {}, facts: object = {}) => {
  const lanes: readonly string[] = 'lanes' in run ? (run.lanes as string[]) : RUN.lanes
  const runs = [{ ...RUN, texts: lanes.map(() => 2), ...run }]
  return methodsOf({ ...FACTS, runs, ...facts }, strategyDescriptions)
}

/** A paragraph on trials: what each run was asked for. */
function writeTrials(
  asked: readonly (Partial<RunFacts> & { readonly lanes: readonly string[] })[],
  facts: { readonly stopped?: { readonly done: number; readonly total: number } } = {},
  rows: readonly object[] = [],
) {
  const trials = asked.map((run) => {
    const { prompt, model, seed, lanes, texts = lanes.map(() => 1), ...settings } = { ...RUN, ...run }
    const samples = (lane: number) => Array.from({ length: texts[lane]! })
    const result = { prompt, model, seed, lanes: lanes.map((lane, at) => ({ lane, samples: samples(at) })) }
    return { settings, result: result as unknown as RunResult }
  })
  const table = { prompts: asked.length, over: 'prompts', rows: rows as TrialTable['rows'] } as const
  return methodsOf(factsOfTrials(ENVIRONMENT, trials, table, facts.stopped), strategyDescriptions).paragraph
}

describe('methodsOf', () => {
  it('names program, model, strategies and seeds, and cites what they come from', () => {
    const { paragraph, bibtex } = write()
    expect(paragraph).toContain('Nucleus 9.9 [@nucleus] (ONNX Runtime 1.30, transformers.js 4, Node v20')
    expect(paragraph).toContain('The model was `books` (q8; `onnx/model.onnx`, SHA-256 abc).')
    expect(paragraph).toContain('One prompt was continued 2 times a strategy and seed')
    expect(paragraph).toContain(
      '(a) temperature (`temperature:0.7`) [@holtzman2020], then nucleus (`nucleus:0.9`) ' +
        '[@holtzman2020]; (b) beam',
    )
    expect(paragraph).toContain('[@li2023; @obrien2023], then greedy')
    expect(paragraph).toContain('seeds: 7')
    expect(paragraph).not.toMatch(/Intervals|undefined|null/)
    for (const [, key] of paragraph.matchAll(/@([\w-]+)/g)) expect(bibtex).toContain(`{${key},`)
    // Every work once, with its year.
    for (const entry of bibtex.split('\n\n')) expect(entry).toMatch(/^ {2}year = \{\d{4}\},$/m)
    const keys = [...bibtex.matchAll(/^@\w+\{([^,]+),/gm)].map(([, key]) => key)
    expect(keys).toEqual([...new Set(keys)])
    expect(keys.length).toBeGreaterThan(4)
  })

  it('states nothing of draws where nothing is drawn, and of statistics only where there are some', () => {
    expect(write({ lanes: ['greedy'] }).paragraph).not.toMatch(/random|u\(seed/)
    const statistics = { over: 'prompts', isCompared: true }
    const { paragraph, bibtex } = write({ stop: ['\n', 'END'], chat: true }, { statistics, prompts: 12 })
    expect(paragraph).toContain("12 prompts, written with the model's chat template, were continued")
    expect(paragraph).toContain('until the model ended the text or one of the texts "\\n" or "END" came')
    expect(paragraph).toContain('bootstrap intervals over prompts')
    expect(paragraph).toContain('sign-flip permutation tests over prompts [@fisher1935]')
    expect(bibtex).toContain('@misc{efron1993,')
    const alone = write({ lanes: ['sample'] }, { statistics: { over: 'texts', isCompared: false } })
    expect(alone.paragraph).not.toContain('fisher')
  })

  it('states how chance was shared, and by whom', () => {
    const inverse = 'drawn by inverting the cumulative distribution'
    expect(write({ lanes: ['nucleus:0.9', 'sample'] }).paragraph).toContain('All strategies shared')
    const { paragraph } = write({ lanes: ['nucleus:0.9', 'power'], coupling: 'gumbel-max' })
    expect(paragraph).toContain('Strategies that draw a token at a time shared their random numbers: token t')
    expect(paragraph).toContain(
      'whose log-probability plus its own Gumbel noise at (seed, i, t) was greatest',
    )
    expect(paragraph).not.toContain(inverse)
    expect(write({ coupling: 'inverse-cdf' }).paragraph).toContain(inverse)
  })

  it('states all of a run: stop texts, template, coupling, intervals where it has several samples', () => {
    const run = { ...RUN, stop: ['END'], chat: true, coupling: 'gumbel-max' } as const
    const { paragraph } = methodsOf(factsOfRun(ENVIRONMENT, run, file()), strategyDescriptions)
    for (const words of ['"END"', 'chat template', 'Gumbel noise', 'intervals over texts'])
      expect(paragraph).toContain(words)
  })

  it('counts the texts that there are, and names what a person put into them', () => {
    const typed = { lane: 0, sample: 1, step: 1, text: ' suddenly', ...textOf(' sud') }
    const chosen = { lane: 1, sample: 0, step: 1, token: 9, ...textOf(' lit') }
    const ofRun = (...given: Parameters<typeof file>) =>
      methodsOf(factsOfRun(ENVIRONMENT, RUN, file(...given)), strategyDescriptions).paragraph
    expect(ofRun()).toContain(
      'continued 2 times a strategy and seed (once by (b) and (c), which can give one text only), until',
    )
    expect(ofRun()).not.toContain('A person')
    expect(ofRun([1, 1, 1])).toContain('continued once a strategy and seed, until')
    expect(ofRun([2, 1, 1], typed, chosen)).toContain(
      'A person put words into texts, and the strategy went on behind them with the draws it would ' +
        'have had ' +
        'there: in sample 2 of (a), the typed text " suddenly" at token 2; in sample 1 of (b), the chosen ' +
        'token 9, " lit" at token 2.',
    )
    expect(ofRun([2, 1, 1], ...Array(11).fill(typed))).toContain('; 3 more.')
  })

  it("states the seed wherever something is drawn, by the strategies' own definitions", () => {
    for (const { id, kind, isDeterministic, isRandom } of strategyDescriptions) {
      const { paragraph } = write({ lanes: [kind === 'search' ? id : `${id}+greedy`], seed: 77 })
      const draws = isRandom === true || (kind === 'search' && !isDeterministic)
      expect(/random|drawn|drew/.test(paragraph.replace(/.*The strategies were[^.]*/s, '')), id).toBe(draws)
      expect(paragraph.includes('(seeds: 77)'), id).toBe(draws)
    }
    const mixed = write({ lanes: ['sample', 'power', 'ban-phrases', 'xtc+greedy'] }).paragraph
    expect(mixed).toContain('(b) and (c) drew by procedures of their own')
    expect(mixed).toContain('`xtc:0.1` in (d)')
  })

  it('states how a prompt was read, and the prompt where there is one', () => {
    const { paragraph } = write({ heal: true, literal: true, prefix: [3, 4], insert: ' so', firstSample: 2 })
    for (const words of [
      'The prompt was "The sea".',
      "Token healing was used, so that the prompt's last token was taken back where it could be",
      'spells a special token was read as plain text',
      'Behind the prompt stood the tokens 3, 4 and the text " so"',
      'The first sample was number 3',
    ])
      expect(paragraph).toContain(words)
    expect(write().paragraph).not.toMatch(/healing|plain text|Behind|first sample/)
    expect(write({ prompt: 'x'.repeat(301) }).paragraph).toContain('The prompt has 301 characters and begins')
  })

  it('states of trials what all runs share, and what differs with its values', () => {
    const paragraph = writeTrials([
      { lanes: ['greedy'], maxTokens: 20, seed: 3, stop: ['x'] },
      { lanes: ['sample', 'nucleus:0.9'], maxTokens: 40, seed: 4, texts: [3, 3] },
      { lanes: ['sample', 'nucleus:0.9'], maxTokens: 10, seed: 9, coupling: 'gumbel-max', heal: true },
    ])
    expect(paragraph).toContain(
      '3 prompts were continued in 3 runs, once or more a strategy and seed, until the model ended the ' +
        'text or a stop text of the run came, for as many tokens at most as its run allowed.',
    )
    expect(paragraph).toContain("Where token healing was used, the prompt's last token was taken back")
    expect(paragraph).toContain('(a) greedy')
    expect(paragraph).toContain('(c) nucleus')
    expect(paragraph).toContain(
      'Runs differed in strategies: (a) in 1 run, (b) and (c) in 2 runs; ' +
        'in most tokens of a text: 20 in 1 run, 40 in 1 run, 10 in 1 run; ' +
        'in texts a strategy: 1 in 2 runs, 3 in 1 run; ' +
        'in stop texts: "x" in 1 run, none in 2 runs; ' +
        'in token healing: not used in 2 runs, used in 1 run; ' +
        'in draws: inverse CDF in 2 runs, Gumbel-max in 1 run.',
    )
    expect(paragraph).toContain('or, where draws were Gumbel-max, was the one whose log-probability')
    expect(paragraph).toContain('(seeds: 3, 4 and 9)')
    const many = writeTrials(Array.from({ length: 20 }, (_, at) => ({ ...RUN, maxTokens: 5 + at, seed: at })))
    expect(many).toContain('Runs differed in most tokens of a text: 5 to 24.')
    expect(many).toContain('(seeds: 0 to 19)')
    const alike = writeTrials([{ ...RUN, seed: 1 }, RUN])
    expect(alike).toContain('2 prompts were continued in 2 runs, once a strategy and seed')
    expect(alike).not.toMatch(/differed|stopped|Intervals|sign-flip/)
  })

  it('names trials that were stopped, and claims the intervals and tests that their table has', () => {
    const row = { metric: 'length', lane: 'sample', texts: 2, mean: 1, low: 0, high: 2 }
    const stopped = { done: 1, total: 40 }
    expect(writeTrials([RUN], { stopped }, [{ ...row, low: undefined }])).toMatch(
      /The trials were stopped after 1 run of 40\.(?!.*Intervals)/,
    )
    expect(writeTrials([RUN, RUN], {}, [row])).toMatch(/Intervals are(?!.*sign-flip)/)
    expect(writeTrials([RUN, RUN], {}, [{ ...row, against: { p: 0.5 } }])).toContain('sign-flip')
  })

  it('cites every paper that strategies name by number', () => {
    for (const { id, kind, paper } of strategyDescriptions) {
      const numbers = [...paper.matchAll(/arXiv (\d{4}\.\d{4,5})/g)].map(([, number]) => number)
      const { bibtex } = write({ lanes: [kind === 'search' ? id : `${id}+greedy`] })
      for (const number of numbers) expect(bibtex, id).toContain(`eprint = {${number}}`)
    }
  })
})
