import { describe, expect, it } from 'vitest'
import { factsOfRun, methodsOf } from '../../../src/runs/methods/methods.ts'
import { strategyDescriptions } from '../../../src/strategies/registry.ts'

const FACTS = {
  environment: {
    program: '9.9',
    transformers: '4',
    onnxruntime: '1.30',
    node: 'v20',
    platform: 'linux x64',
    processor: 'A processor',
    models: [{ id: 'books', dtype: 'q8', files: [{ path: 'onnx/model.onnx', sha256: 'abc' }] }],
  },
  model: 'books',
  lanes: ['temperature:0.7+nucleus:0.9', 'beam:width=4', 'contrastive-decoding+greedy'],
  maxTokens: 50,
  samples: 2,
  seeds: [7],
  prompts: 1,
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

const write = (more: object = {}) => methodsOf({ ...FACTS, ...more }, strategyDescriptions)

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
    const { paragraph, bibtex } = write({ over: 'prompts', prompts: 12, stop: ['\n'], chat: true })
    expect(paragraph).toContain("12 prompts, written with the model's chat template, were continued")
    expect(paragraph).toContain('until the model ended the text or one of the texts "\\n" came')
    expect(paragraph).toContain('bootstrap intervals over prompts')
    expect(paragraph).toContain('sign-flip permutation tests over prompts [@fisher1935]')
    expect(bibtex).toContain('@misc{efron1993,')
    expect(write({ over: 'texts', lanes: ['sample'] }).paragraph).not.toContain('fisher')
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
    const run = { ...FACTS, seed: 7, stop: ['END'], chat: true, coupling: 'gumbel-max' } as const
    const { paragraph } = methodsOf(factsOfRun(FACTS.environment, run, file()), strategyDescriptions)
    for (const words of ['"END"', 'chat template', 'Gumbel noise', 'intervals over texts'])
      expect(paragraph).toContain(words)
  })

  it('counts the texts that there are, and names what a person put into them', () => {
    const run = { ...FACTS, seed: 7 }
    const typed = { lane: 0, sample: 1, step: 1, text: ' suddenly', ...textOf(' sud') }
    const chosen = { lane: 1, sample: 0, step: 1, token: 9, ...textOf(' lit') }
    const ofRun = (...given: Parameters<typeof file>) =>
      methodsOf(factsOfRun(FACTS.environment, run, file(...given)), strategyDescriptions).paragraph
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

  it('cites every paper that strategies name by number', () => {
    for (const { id, kind, paper } of strategyDescriptions) {
      const numbers = [...paper.matchAll(/arXiv (\d{4}\.\d{4,5})/g)].map(([, number]) => number)
      const { bibtex } = write({ lanes: [kind === 'search' ? id : `${id}+greedy`] })
      for (const number of numbers) expect(bibtex, id).toContain(`eprint = {${number}}`)
    }
  })
})
