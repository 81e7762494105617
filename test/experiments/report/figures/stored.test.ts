import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readResults } from '../../../../src/experiments/harness/result.ts'
import { shippedResults } from '../../../../src/experiments/harness/shipped.ts'
import { widthOf } from '../../../../src/experiments/report/figures/room.ts'

const stored = [shippedResults, join(shippedResults, 'smollm2-135m-instruct')].flatMap((folder) =>
  readResults(folder)
    .map(({ experiment, result }) => ({
      path: join(folder, result.figure),
      draw: () => experiment.figure(result.data),
    }))
    .filter(({ path }) => existsSync(path))
    .map((one) => ({ ...one, name: one.path.slice(shippedResults.length + 1) })),
)

/** Points of a line, about a pixel apart. */
function along(points: string) {
  const known = points.split(' ').map((point) => point.split(',').map(Number) as [number, number])
  return known.flatMap(([x, y], index) => {
    const [toX, toY] = known[index + 1] ?? [x, y]
    const count = Math.ceil(Math.max(1, Math.abs(toX - x), Math.abs(toY - y)))
    return Array.from({ length: count }, (_, at) => ({
      x: x + ((toX - x) * at) / count,
      y: y + ((toY - y) * at) / count,
    }))
  })
}

describe.each(stored)('the stored figure $name', ({ path, draw }) => {
  const svg = readFileSync(path, 'utf8')
  const panels = svg.match(/<g transform="translate[\s\S]*?<\/g>/g) ?? [svg]

  it('is the one that its data draw', () => {
    expect(draw()).toBe(svg)
  })

  it('has no two numbers of an axis that touch', () => {
    const gaps = panels.flatMap((panel) => {
      const numbers = [
        ...panel.matchAll(/<text x="([\d.]+)" y="([\d.]+)" text-anchor="middle" class="q">([^<]+)</g),
      ].map(([, x, y, words = '']) => ({ x: Number(x), y, half: widthOf(words) / 2 }))
      const sorted = numbers.toSorted((a, b) => a.x - b.x)
      return sorted.flatMap((one, index) => {
        const next = sorted[index + 1]
        return next !== undefined && next.y === one.y ? [next.x - next.half - (one.x + one.half)] : []
      })
    })
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(5)
  })

  it('has no line through the name of a level', () => {
    const crossed = panels.flatMap((panel) => {
      const names = [...panel.matchAll(/class="rule"\/><text x="([\d.]+)" y="([\d.]+)">([^<]+)</g)]
      const lines = [...panel.matchAll(/<polyline points="([^"]+)"/g)].flatMap(([, points]) => along(points!))
      return names.flatMap(([, x, y, words = '']) => {
        const [left, foot] = [Number(x), Number(y)]
        return lines.filter(
          (point) =>
            point.x >= left && point.x <= left + widthOf(words) && point.y >= foot - 9 && point.y <= foot + 2,
        )
      })
    })
    expect(crossed).toEqual([])
  })
})
