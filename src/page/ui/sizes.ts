import { sizeText } from '../../words.ts'

/** Parts and times of downloads in words. */

/** "73 of 170 MB". */
export function partText(loaded: number, total: number): string {
  const part = total >= 1e9 ? (loaded / 1e9).toFixed(2) : (loaded / 1e6).toFixed(total < 10e6 ? 1 : 0)
  return `${part} of ${sizeText(total)}`
}

/** How long something takes. */
export function timeText(seconds: number): string {
  if (seconds < 8) return 'a few seconds'
  if (seconds < 55) return `about ${Math.ceil(seconds / 5) * 5} s`
  if (seconds < 5400) return `about ${Math.max(1, Math.round(seconds / 60))} min`
  return `about ${Math.round(seconds / 3600)} h`
}

/**
 * What is left of a download; nothing while the rate is unknown.
 * @param rate bytes a second
 */
export const leftText = (bytes: number, rate: number | undefined): string =>
  rate && rate > 0 ? `${timeText(bytes / rate)} left` : ''
