import { sizeText } from '../../words.ts'
import type { Usage } from './props.ts'

/** How long ago; both times in milliseconds since 1970. */
export function agoText(at: number, now: number): string {
  const minutes = Math.floor((now - at) / 60_000)
  if (minutes < 1) return 'just now'
  return minutes < 90 ? `${minutes} min ago` : `${Math.round(minutes / 60)} h ago`
}

export const queueText = (ahead: number): string =>
  ahead <= 1 ? 'One download is ahead; they take turns.' : `${ahead} downloads are ahead; they take turns.`

/** What the models take, in one line. */
export function usageText({ diskBytes, memoryBytes, memoryLimit, processBytes }: Usage): string {
  const limit = Number(memoryLimit)
  const counted = `${sizeText(memoryBytes)} of ${Number.isFinite(limit) ? sizeText(limit) : 'no limit'}`
  return (
    `On disk: ${sizeText(diskBytes)} fetched. In memory: models count as ${counted}; the whole program ` +
    `takes ${sizeText(processBytes)}.`
  )
}
