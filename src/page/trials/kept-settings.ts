import { storedInTab, storeInTab } from '../ui/storage.ts'
import type { TrialsProps } from './props.ts'
import type { TrialSettings } from './settings.ts'

/** What a person has written, kept for a tab that is loaded again. */

const KEY = 'nucleus-trials'
/** A list of prompts above this, in characters, is a file that can be opened again. */
const MOST_KEPT = 200_000

export function keepSettings(settings: TrialSettings): void {
  const prompts = settings.prompts.length > MOST_KEPT ? '' : settings.prompts
  storeInTab(KEY, JSON.stringify({ ...settings, prompts }))
}

/** Undefined where nothing was kept, or its model is gone. */
export function keptSettings({ models }: Pick<TrialsProps, 'models'>): TrialSettings | undefined {
  const kept = storedInTab(KEY)
  if (kept === undefined) return undefined
  const settings: TrialSettings = JSON.parse(kept)
  return models.some(({ id }) => id === settings.model) ? settings : undefined
}
