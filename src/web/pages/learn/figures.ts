import type { Coverage, ShownChain } from '../../../page/learn/props.ts'
import { runLab } from '../../../runs/lab/lab.ts'
import { labLink, lastView, onPreset } from '../lab/on-preset.ts'

/** One chain on one preset, drawn. */
export function shownChain(preset: string, lane: string): ShownChain {
  const { lanes, words } = onPreset(preset, [lane])
  const [result] = lanes
  const view = lastView(result)
  return {
    view,
    title: result?.drawing?.title ?? lane,
    kept: view.kept,
    size: words.length,
    mass: result?.mass ?? 0,
    names: view.words.filter(({ state }) => state === 'kept').map(({ token }) => token),
    link: labLink(preset, [lane]),
  }
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
