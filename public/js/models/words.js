// @ts-check

/** Sizes and times in words. Pure: the server renders with them too. */

/** @param {number} bytes */
export function sizeText(bytes) {
  if (bytes >= 1e9) return `${(bytes / 1e9).toFixed(2)} GB`
  return `${(bytes / 1e6).toFixed(bytes < 10e6 ? 1 : 0)} MB`
}

/** "73 of 170 MB". @param {number} loaded @param {number} total */
export function partText(loaded, total) {
  const part = total >= 1e9 ? (loaded / 1e9).toFixed(2) : (loaded / 1e6).toFixed(total < 10e6 ? 1 : 0)
  return `${part} of ${sizeText(total)}`
}

/** What is left of a download, in words; nothing while the rate is unknown. @param {number} bytes @param {number | undefined} rate */
export function leftText(bytes, rate) {
  if (!rate || rate <= 0) return ''
  const seconds = bytes / rate
  if (seconds < 8) return 'a few seconds left'
  if (seconds < 55) return `about ${Math.ceil(seconds / 5) * 5} s left`
  if (seconds < 5400) return `about ${Math.max(1, Math.round(seconds / 60))} min left`
  return `about ${Math.round(seconds / 3600)} h left`
}

/** How long ago, in words. @param {number} at @param {number} now milliseconds since 1970 */
export function agoText(at, now) {
  const minutes = Math.floor((now - at) / 60_000)
  if (minutes < 1) return 'just now'
  return minutes < 90 ? `${minutes} min ago` : `${Math.round(minutes / 60)} h ago`
}

/** @param {number} ahead */
export const placeText = (ahead) =>
  ahead <= 1 ? 'One download is ahead; they take turns.' : `${ahead} downloads are ahead; they take turns.`
