import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { spoken } from '../../../../src/page/compare/lane/blanks.tsx'
import { HEATS, heatClasses, Legend, levelOf } from '../../../../src/page/compare/lane/heat.tsx'
import { spaceBefore, Token } from '../../../../src/page/compare/lane/token.tsx'
import type { StepRecord } from '../../../../src/runs/run/events.ts'
import { renderOnPage } from '../render.tsx'

const tokens = readFileSync('public/css/tokens.css', 'utf8')

const step = (text: string, more: Partial<StepRecord> = {}): StepRecord => ({
  token: 1,
  logprob: -0.1,
  rank: 1,
  entropy: 0.1,
  kept: 5,
  keptMass: 0.9,
  u: null,
  text,
  ...more,
})

/** Linear RGB of `--NAME` in a scheme, 0 light, 1 dark. */
function linear(name: string, scheme: 0 | 1): number[] {
  const pair = new RegExp(`--${name}: light-dark\\((#\\w{6}), (#\\w{6})\\)`).exec(tokens)!
  const hex = pair[scheme + 1]!
  return [1, 3, 5].map((at) => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
  })
}

/** Machado, Oliveira and Fernandes 2009, severity 1, on linear RGB. */
const EYES: Readonly<Record<string, readonly (readonly number[])[]>> = {
  trichromat: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanope: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranope: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanope: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
}

function luminance(colour: readonly number[], eye: readonly (readonly number[])[]): number {
  const seen = eye.map((row) => row.reduce((sum, weight, index) => sum + weight * colour[index]!, 0))
  return 0.2126 * seen[0]! + 0.7152 * seen[1]! + 0.0722 * seen[2]!
}

describe('the heat', () => {
  it.each(Object.entries(EYES))('falls or rises in lightness alone for a %s', (_, eye) => {
    for (const family of ['heat', 'cool']) {
      for (const scheme of [0, 1] as const) {
        const levels = [1, 2, 3, 4].map((level) => luminance(linear(`${family}-${level}`, scheme), eye))
        const sign = scheme === 0 ? -1 : 1
        for (let level = 1; level < 4; level++) {
          expect(sign * (levels[level]! - levels[level - 1]!)).toBeGreaterThanOrEqual(0)
        }
        expect(sign * (levels[3]! - levels[0]!)).toBeGreaterThan(0.03)
      }
    }
  })

  it('differs in height too, for whom colours mean nothing', () => {
    const heights = [1, 2, 3, 4].map((level) =>
      Number(new RegExp(`--tide-${level}: (\\d+)%`).exec(tokens)![1]),
    )
    expect(heights).toEqual(heights.toSorted((a, b) => a - b))
    for (let level = 1; level < 4; level++) expect(heights[level]! - heights[level - 1]!).toBeGreaterThan(15)
  })

  it('has a legend with a mark for each class, in every measure', () => {
    for (const name of Object.keys(HEATS) as (keyof typeof HEATS)[]) {
      const html = renderOnPage(<Legend heat={name} />)
      for (const level of [0, 1, 2, 3, 4]) expect(html).toContain(`class="${name}-${level}"`)
    }
    expect(levelOf('rank', step('a', { rank: 101 }))).toBe(4)
    expect(levelOf('surprisal', step('a', { logprob: -10 }))).toBe(4)
    expect(levelOf('entropy', step('a', { entropy: 0 }))).toBe(0)
  })

  it('is on every token by every measure, each of which has its tint', () => {
    const unlikely = step('a', { logprob: Math.log(0.03), rank: 7, entropy: 0 })
    expect(heatClasses(unlikely)).toBe('probability-3 surprisal-3 rank-2')
    expect(heatClasses(step('a', { logprob: 0, rank: 1, entropy: 0 }))).toBe('')
    const styles = readFileSync('public/css/compare/text.css', 'utf8')
    for (const name of Object.keys(HEATS)) {
      for (const level of [1, 2, 3, 4]) expect(styles).toContain(`[data-heat="${name}"] .${name}-${level}`)
    }
  })
})

describe('blanks and bytes in running text', () => {
  const html = (...steps: StepRecord[]) =>
    steps
      .map(
        (one, index) =>
          spaceBefore(steps, index) +
          renderOnPage(<Token step={one} index={index} isTabStop={index === 0} />),
      )
      .join('')

  it.each([
    [' word', ' <span class="text-token" tabindex="0" data-step="0">word</span>'],
    ['  word', '  <span class="text-token" data-signs="··" tabindex="0" data-step="0">word</span>'],
    ['\tword', '\t<span class="text-token" data-signs="→" tabindex="0" data-step="0">word</span>'],
    ['\n\n', '<span class="text-token" data-signs="↵↵" tabindex="0" data-step="0"></span>'],
    ['\t', '<span class="text-token" data-signs="→" tabindex="0" data-step="0"></span>'],
    ['  ', '<span class="text-token" data-signs="··" tabindex="0" data-step="0"></span>'],
    ['.\n', '<span class="text-token" data-after="↵" tabindex="0" data-step="0">.\n</span>'],
    ['', '<span class="text-token" data-signs="∎" tabindex="0" data-step="0"></span>'],
  ])('%j', (text, expected) => {
    expect(html(step(text))).toBe(expected)
  })

  it('shows the bytes of a character that comes in pieces, then the character', () => {
    const shown = html(step('', { bytes: 'e2 80' }), step('—', { bytes: '94' }))
    expect(shown).toContain('data-signs="&lt;E2>&lt;80>"')
    expect(shown).toContain('>—</span>')
    expect(spoken(step('', { bytes: 'e2 80' }))).toBe('part of a character, bytes e2 80')
    expect(spoken(step('\n'))).toBe('line break')
  })
})
