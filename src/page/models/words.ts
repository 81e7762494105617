import type { Usage } from './props.ts'

/** Sizes and times in words. */

export function sizeText(bytes: number): string {
  if (bytes >= 1e9) return `${(bytes / 1e9).toFixed(2)} GB`
  return `${(bytes / 1e6).toFixed(bytes < 10e6 ? 1 : 0)} MB`
}

/** "73 of 170 MB". */
export function partText(loaded: number, total: number): string {
  const part = total >= 1e9 ? (loaded / 1e9).toFixed(2) : (loaded / 1e6).toFixed(total < 10e6 ? 1 : 0)
  return `${part} of ${sizeText(total)}`
}

/**
 * What is left of a download; nothing while the rate is unknown.
 * @param rate bytes a second
 */
export function leftText(bytes: number, rate: number | undefined): string {
  if (!rate || rate <= 0) return ''
  const seconds = bytes / rate
  if (seconds < 8) return 'a few seconds left'
  if (seconds < 55) return `about ${Math.ceil(seconds / 5) * 5} s left`
  if (seconds < 5400) return `about ${Math.max(1, Math.round(seconds / 60))} min left`
  return `about ${Math.round(seconds / 3600)} h left`
}

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
  return `On disk: ${sizeText(diskBytes)} fetched. In memory: models are counted with ${counted}; the whole program takes ${sizeText(processBytes)}.`
}
