import { describe, expect, it } from 'vitest'
import { drawBars } from '../../../../src/experiments/report/figures/bars.ts'
import { drawLines } from '../../../../src/experiments/report/figures/lines.ts'
import { axisOver, scaleOf, ticksOf, tickText } from '../../../../src/experiments/report/figures/scale.ts'

describe('scales', () => {
  it('map the ends of an axis onto the ends in pixels, and clamp', () => {
    const linear = scaleOf({ label: '', min: 2, max: 4 }, 100, 0)
    expect([linear(2), linear(3), linear(4), linear(9)]).toEqual([100, 50, 0, 0])
    const log = scaleOf({ label: '', min: 1, max: 100, isLog: true }, 0, 100)
    expect([log(1), log(10), log(100), log(0)].map(Math.round)).toEqual([0, 50, 100, 0])
  })

  it('write small powers of ten as such', () => {
    const ticks = ticksOf({ label: '', min: 1e-7, max: 1, isLog: true })
    expect(ticks.map(tickText)).toEqual(['1e-7', '1e-6', '1e-5', '1e-4', '0.001', '0.01', '0.1', '1'])
    expect([0, -2, 0.2, 5000].map(tickText)).toEqual(['0', '-2', '0.2', '5000'])
  })

  it('have a few round ticks within them', () => {
    expect(ticksOf({ label: '', min: 0, max: 1 })).toEqual([0, 0.2, 0.4, 0.6, 0.8, 1])
    expect(ticksOf({ label: '', min: 1, max: 5000, isLog: true })).toEqual([1, 10, 100, 1000])
    expect(ticksOf({ label: '', min: 1.8, max: 17.6, isLog: true })).toEqual([2, 5, 10])
    for (const axis of [
      axisOver('', [0.123, 17]),
      axisOver('', [3, 3]),
      axisOver('', [1, 9], { isLog: true }),
    ]) {
      const ticks = ticksOf(axis)
      expect(ticks.length).toBeGreaterThan(1)
      expect(ticks.length).toBeLessThan(12)
      for (const tick of ticks) expect(tick >= axis.min && tick <= axis.max).toBe(true)
    }
  })
})

describe('drawLines', () => {
  const svg = drawLines({
    title: 'A < B',
    description: 'Two lines & a level.',
    panels: [
      {
        title: 'first',
        x: { label: 'p', min: 0, max: 10 },
        y: { label: 'share', min: 0, max: 1 },
        series: [
          { name: 'one', points: [0, 5, 10].map((x) => ({ x, y: x / 10 })) },
          {
            name: 'two',
            points: [
              { x: 0, y: 1 },
              { x: 1, y: null },
            ],
          },
        ],
        rules: [{ y: 0.5, label: 'human' }],
      },
    ],
  })

  it('is one well-formed document with its title and description', () => {
    expect(svg).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" viewBox="0 0 340 256"/)
    expect(svg).toContain('<title id="title">A &lt; B</title>')
    expect(svg).toContain('Two lines &amp; a level.')
    const opened = [...svg.matchAll(/<([a-z]+)(?=[\s>])[^>]*?(\/?)>/g)].filter(([, , closed]) => !closed)
    const closed = [...svg.matchAll(/<\/([a-z]+)>/g)]
    expect(closed.length).toBe(opened.length)
    expect(svg).not.toMatch(/NaN|undefined|Infinity/)
  })

  it('puts points where the axes have them, and leaves out what is missing', () => {
    expect(svg).toContain('<polyline points="54,186 190,107 326,28" class="l0"/>')
    expect(svg).toContain('<polyline points="54,28" class="l1"/>')
    expect(svg.match(/<circle /g)).toHaveLength(4)
    expect(svg).toContain('>human</text>')
  })
})

describe('drawBars', () => {
  it('draws lengths in proportion, with intervals, and states what was not measured', () => {
    const svg = drawBars({
      title: 't',
      description: 'd',
      x: { label: 'share', min: 0, max: 1 },
      series: ['loops'],
      rows: [
        { label: 'greedy', values: [{ value: 0.8, low: 0.7, high: 0.9 }] },
        { label: 'nucleus', values: [{ value: 0.4 }] },
        { label: 'beam', values: [{ value: null }] },
      ],
    })
    const widths = [...svg.matchAll(/<rect x="190" y="[\d.]+" width="([\d.]+)"/g)].map(([, width]) =>
      Number(width),
    )
    expect(widths).toEqual([344, 172])
    expect(svg.match(/class="error"/g)).toHaveLength(1)
    expect(svg).toContain('not measured')
  })
})
