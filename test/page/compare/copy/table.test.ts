import { describe, expect, it } from 'vitest'
import { csvTable, markdownTable } from '../../../../src/page/compare/copy/table.ts'
import type { LaneView } from '../../../../src/page/compare/lane/view.ts'
import { pageOf } from '../render.tsx'

const step = (text: string) => ({
  token: 1,
  text,
  logprob: -1,
  rank: 1,
  entropy: 1,
  kept: 1,
  keptMass: 1,
  u: null,
})

/** A lane of a page with texts in place of a run's. */
function laneWith(texts: readonly string[], metrics: Record<string, number>): LaneView {
  const view = pageOf('lane=nucleus:0.9').views.value[0]!
  const samples = texts.map((text) => ({
    steps: [step(text)],
    received: 1,
    stop: 'length' as const,
    metrics,
  }))
  const laneRun = { key: 0, lane: 'nucleus:0.9', chain: 'nucleus:0.9', isDeterministic: false, samples }
  return { ...view, laneRun, sample: samples[0] }
}
const { metrics } = pageOf().offer.value

describe('the table of a run', () => {
  it('is one row a text in Markdown, whatever signs and line breaks the text has', () => {
    const table = markdownTable([laneWith([' a | b\n<i>c</i> *d*', 'e'], { perplexity: 12.345 })], metrics)
    const lines = table.split('\n')
    expect(lines).toHaveLength(4)
    expect(lines[2]).toBe(
      '| A | Nucleus 0.9 | nucleus:0.9 | 1 |  a \\| b<br>&lt;i\\>c&lt;/i\\> \\*d\\* | 1 token | 12.3 |',
    )
    expect(lines[0]).toMatch(/stopped \| Perplexity/)
  })

  it('holds texts and numbers exactly as CSV', () => {
    const table = csvTable([laneWith(['say "a",\nthen b'], { perplexity: 12.345 })], metrics)
    expect(table.split('\r\n')[1]).toBe('A,Nucleus 0.9,nucleus:0.9,1,"say ""a"",\nthen b",1 token,12.345')
  })

  it('names what a person put into a text', () => {
    const view = laneWith(['a', 'b'], {})
    const [first, second] = view.laneRun!.samples
    second!.growth = { id: 1, step: 0, text: 'b', forced: 1, from: first! }
    const [heads, one, other] = csvTable([view], metrics).split('\r\n')
    expect([heads, one, other]).toEqual([
      'lane,name,chain,sample,text,stopped,by hand',
      'A,Nucleus 0.9,nucleus:0.9,1,a,1 token,',
      'A,Nucleus 0.9,nucleus:0.9,2,b,1 token,token 1: “b” typed instead of “a”',
    ])
    expect(markdownTable([view], metrics)).toContain('| by hand |')
  })

  it('leaves out metrics that no text has', () => {
    expect(csvTable([laneWith(['a'], {})], metrics).split('\r\n')[0]).toBe(
      'lane,name,chain,sample,text,stopped',
    )
  })
})
