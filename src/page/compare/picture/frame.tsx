import type { ComponentChild } from 'preact'
import type { Fact } from '../settings/facts.tsx'
import type { Ink } from './colours.ts'
import { layOut, type Measure } from './layout.ts'

/** What every picture has around it: the prompt as its title above, the settings below. */

export const SERIF = '"Source Serif 4 Variable", "Source Serif 4", Georgia, serif'
export const SANS = '"Inter Variable", Inter, sans-serif'
export const MONO = '"JetBrains Mono Variable", "JetBrains Mono", monospace'

/** Pixels around everything. */
export const PADDING = 28
const TITLE = { size: 22, lineHeight: 30, most: 3 }
const FOOT = { size: 12, lineHeight: 18 }

export interface PictureTools {
  readonly ink: Ink
  /** How wide a text is in a font, as in CSS. */
  readonly measure: (font: string) => Measure
}

interface Props extends PictureTools {
  readonly width: number
  readonly title: string
  readonly facts: readonly Fact[]
  /** Lines above the facts, such as a lane's notation. */
  readonly notes: readonly string[]
  /** `@font-face` rules. */
  readonly fonts: string
  /** What it shows, one below the other. */
  readonly parts: readonly { readonly height: number; readonly drawing: ComponentChild }[]
}

/** An SVG of its own. */
export function Picture({ width, title, facts, notes, fonts, parts, ink, measure }: Props) {
  const room = width - 2 * PADDING
  const heads = linesOf(title, room, measure(`600 ${TITLE.size}px ${SERIF}`))
  const shown = heads.slice(0, TITLE.most)
  const words = [...notes, facts.map(({ term, value }) => `${term}: ${value}`).join(', ')]
  const feet = words.flatMap((one) => linesOf(one, room, measure(`400 ${FOOT.size}px ${SANS}`)))
  const top = PADDING + shown.length * TITLE.lineHeight + 12
  const tops = [top]
  for (const { height } of parts) tops.push(tops.at(-1)! + height)
  const foot = tops.at(-1)! + 24
  const whole = foot + feet.length * FOOT.lineHeight + PADDING - 6
  return (
    <svg xmlns="http://www.w3.org/2000/svg" width={width} height={whole} viewBox={`0 0 ${width} ${whole}`}>
      <title>{title}</title>
      <defs>
        <style>{fonts}</style>
      </defs>
      <rect width="100%" height="100%" fill={ink('--surface')} />
      <g font-family={SERIF} font-size={TITLE.size} font-weight="600" fill={ink('--ink')}>
        {shown.map((line, index) => (
          <text key={index} x={PADDING} y={PADDING + 22 + index * TITLE.lineHeight}>
            {index === TITLE.most - 1 && heads.length > TITLE.most ? `${line} …` : line}
          </text>
        ))}
      </g>
      {parts.map(({ drawing }, index) => (
        <g key={index} transform={`translate(${PADDING},${tops[index]})`}>
          {drawing}
        </g>
      ))}
      <path d={`M${PADDING} ${foot - 8}H${width - PADDING}`} stroke={ink('--line-2')} fill="none" />
      <g font-family={SANS} font-size={FOOT.size} fill={ink('--ink-2')}>
        {feet.map((line, index) => (
          <text key={index} x={PADDING} y={foot + 10 + index * FOOT.lineHeight}>
            {line}
          </text>
        ))}
      </g>
    </svg>
  )
}

/** A text in lines. */
function linesOf(text: string, width: number, measure: Measure): string[] {
  const { placed, lines } = layOut([text], width, measure)
  return Array.from({ length: lines }, (_, line) =>
    placed
      .filter((one) => one.line === line)
      .map((one) => one.text)
      .join(' '),
  )
}
