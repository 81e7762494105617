import type { InstallStatus } from '../../models/install/installer.ts'
import { capital, sizeText } from '../../words.ts'
import { leftText, partText } from './sizes.ts'

/** Whether a model in this state is being fetched, or will be, by this program or another. */
export const isOnItsWay = (state: string): boolean => ['queued', 'downloading', 'busy'].includes(state)

/** A download under way, as far as something is known of it. */
type Download = Partial<Omit<Extract<InstallStatus, { state: 'downloading' }>, 'state'>>

/** How far a download is: what it does, in a word or two, the rest, and the share that has arrived. */
export function downloadText({ progress, rate }: Download) {
  const { loaded = 0, total = 0, stage } = progress ?? {}
  const verb = stage ? capital(stage) : 'Downloading'
  if (total === 0)
    return { word: verb, detail: loaded > 0 ? `${sizeText(loaded)} on disk` : 'Starting', share: 0 }
  const share = Math.min(1, loaded / total)
  if (loaded >= total && !stage)
    return { word: 'Checking', detail: 'All of it has arrived and is being opened once.', share }
  const left = leftText(total - loaded, rate)
  const detail = stage ? '' : [partText(loaded, total), left].filter(Boolean).join(', ')
  return { word: `${verb} ${Math.floor(100 * share)}%`, detail, share }
}
