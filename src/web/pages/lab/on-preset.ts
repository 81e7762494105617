import { presetOf } from '../../../page/lab/presets.ts'
import { logitOf } from '../../../page/lab/request.ts'
import { runLab } from '../../../runs/lab/lab.ts'
import type { LabLane } from '../../../runs/lab/lane.ts'
import type { StepView } from '../../../runs/lab/step-view.ts'

/** One preset under some chains, as the lab would run it. */
export function onPreset(id: string, lanes: readonly string[], shown = 20) {
  const preset = presetOf(id)
  if (!preset) throw new Error(`there is no preset "${id}"`)
  const logits = preset.entries.map(({ value }) => logitOf(value, preset.mode))
  const tokens = preset.entries.map(({ word }) => word)
  const result = runLab({ logits, tokens, lanes, shown, seed: 0 })
  return { words: tokens, title: preset.title, lanes: result.lanes }
}

export const lastView = (lane: LabLane | undefined): StepView => {
  const view = lane?.drawing?.views.at(-1)
  if (!view) throw new Error(`${lane?.lane} could not be drawn: ${lane?.error?.message}`)
  return view
}

/** The lab with this preset and these chains. */
export function labLink(preset: string, lanes: readonly string[]): string {
  const params = new URLSearchParams({ preset })
  for (const lane of lanes) params.append('lane', lane)
  return `/lab?${params}`
}
