import { escapeHtml } from '../../../../public/js/html.js'
import { plotHtml } from '../../../../public/js/lab/plot.js'
import { percent, probability } from '../../../../public/js/lab/text.js'
import { runLab } from '../../../runs/lab/lab.ts'
import { labLink, lastView, onPreset } from '../lab/why.ts'

/** One chain on one preset: the plot, what it kept, and the link that sets the lab up the same way. */
export function figureOf(preset: string, lane: string, low = false) {
  const { lanes, words } = onPreset(preset, [lane])
  const result = lanes[0]
  const view = lastView(result)
  return {
    plot: plotHtml(view, result?.drawing?.title ?? lane, { low }),
    kept: view.kept,
    size: words.length,
    mass: probability(result?.mass ?? 0),
    words: view.words,
    names: view.words.filter(({ state }) => state === 'kept').map(({ token }) => token),
    link: labLink(preset, [lane]),
  }
}

/** How often words drawn from one chain fall into the nucleus of the untouched distribution. */
export interface Coverage {
  readonly p: number
  /** Mass of the nucleus: what the distribution promises. */
  readonly promised: number
  readonly covered: number
}

const DRAWS = 2000
const SHARES = [0.3, 0.5, 0.7, 0.9]

/** Words drawn by `lane` (2,000, seed 1) against the nuclei of the untouched "never" shape. */
export function coverageOf(lane: string): Coverage[] {
  const { lanes } = onPreset('never', ['sample', ...SHARES.map((p) => `nucleus:${p}`)])
  const raw = lanes[0]?.candidates ?? []
  const { lanes: drawn } = runLab({
    logits: [...raw].sort((a, b) => a.id - b.id).map(({ logit }) => logit),
    lanes: [lane],
    draws: DRAWS,
    seed: 1,
  })
  const counts = drawn[0]?.counts ?? []
  return SHARES.map((p, index) => {
    const nucleus = lanes[index + 1]
    const inside = nucleus?.candidates.filter(({ kept }) => kept) ?? []
    const promised = nucleus?.mass ?? 0
    const hits = inside.reduce((sum, { id }) => sum + (counts[id] ?? 0), 0)
    return { p, promised, covered: hits / DRAWS }
  })
}

/** Promise against outcome: the diagonal is a calibrated model. */
export function coveragePlot(
  series: readonly { name: string; className: string; points: readonly Coverage[] }[],
) {
  const from = 0.2
  const at = (value: number) => (value - from) / (1 - from)
  const marks = [0.2, 0.4, 0.6, 0.8, 1]
  const grid = marks.map((value) => {
    const y = percent(1 - at(value))
    const label = value.toFixed(1)
    return (
      `<line class="grid" x1="0" x2="100%" y1="${y}" y2="${y}"/><text class="axis" x="0" y="${y}" dx="-6" dy="4" text-anchor="end">${label}</text>` +
      `<text class="axis" x="${percent(at(value))}" y="100%" dy="16" text-anchor="middle">${label}</text>`
    )
  })
  const dots = series.flatMap(({ className, points }) =>
    points.map(
      ({ promised, covered }) =>
        `<circle class="dot ${className}" cx="${percent(at(promised))}" cy="${percent(1 - at(covered))}" r="5"/>`,
    ),
  )
  const finding = series
    .map(({ name, points }) => `${name}: ${points.map(({ covered }) => probability(covered)).join(', ')}`)
    .join('; ')
  return (
    `<div class="geo is-square"><svg role="img" aria-label="${escapeHtml(`Share of words inside the nucleus. ${finding}.`)}">${grid.join('')}` +
    `<line class="rule dash" x1="0" y1="100%" x2="100%" y2="0"/>${dots.join('')}</svg></div>`
  )
}
