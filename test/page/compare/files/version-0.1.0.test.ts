import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { branchesOf } from '../../../../src/page/compare/branch/branch.ts'
import { openRunFile } from '../../../../src/page/compare/files/run-file.ts'
import { branchesIn, openLink, paramsOf } from '../../../../src/page/compare/settings/link.ts'
import { type RunningApp, startApp } from '../../../web/running-app.ts'
import { offer } from '../render.tsx'

/**
 * One run exported by version 0.1.0 on the built-in model, on a processor with VNNI and on one without, where
 * kernels round differently; and the address its page had then.
 */
const FILES = ['run', 'run-avx2'].map((name) => readFileSync(`test/fixtures/v0.1.0/${name}.json`, 'utf8'))
const LINK =
  'prompt=Once+upon+a+time&model=books-13m&lane=greedy&lane=temperature%3A0.9%2Bnucleus%3A0.9&lane=beam%3A2' +
  '&maxTokens=16&samples=2&seed=7&human=there+was+a+king.&humanP=0.8&branch=2.2.5%3D+and+then'

function open(file: string) {
  const opened = openRunFile(file, 'run.json', offer)
  if (typeof opened === 'string') throw new Error(opened)
  return opened
}

describe('what version 0.1.0 wrote', () => {
  let app: RunningApp
  beforeAll(async () => {
    app = await startApp()
  })
  afterAll(() => app?.close())

  it('opens as a link: the same run with its branch', () => {
    const params = new URLSearchParams(LINK)
    const { settings, problems } = openLink(params, offer)
    expect(problems).toEqual([])
    expect(branchesIn(params)).toEqual([{ lane: 1, sample: 1, step: 4, text: ' and then' }])
    params.delete('branch')
    expect(paramsOf(settings).toString()).toBe(params.toString())
  })

  it.each(FILES)('opens as a run file', (file) => {
    const opened = open(file)
    expect(opened.run.lanes.map(({ samples }) => samples.length)).toEqual([1, 2, 1])
    expect(opened.run.settings).toMatchObject({ human: 'there was a king.', humanP: '0.8' })
    expect(branchesOf(opened.run).map(({ place }) => place)).toEqual([
      { lane: 1, sample: 1, step: 4, text: ' and then' },
    ])
  })

  it('replays token by token on a processor like the one it was made on', { timeout: 120_000 }, async () => {
    const reports = []
    for (const file of FILES) {
      const response = await fetch(`${app.url}/api/replay`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(open(file).replay),
      })
      reports.push(await response.json())
    }
    expect(reports).toContainEqual(
      expect.objectContaining({ isSame: true, difference: null, texts: 5, tokens: 80 }),
    )
  })
})
