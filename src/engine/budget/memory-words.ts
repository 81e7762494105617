import { count, plural } from '../../words.ts'
import type { RunMemory } from './run-memory.ts'

/** Memory in words. */
interface MemoryWords {
  /** "81.3 MB". */
  readonly total: string
  /** What it is made of, without a full stop. */
  readonly sum: string
}

/** What some runs of one size hold at most: the parts add up to the total as they are shown. */
export function memoryWords({ rows, tokens, parts }: RunMemory, runs = 1): MemoryWords {
  const bytes = [parts.cache, parts.logits, parts.records].map((part) => part * runs)
  const { unit, total, shares } = roundedParts(bytes)
  const text = (units: number) => `${count((units * unit) / 1e6)} MB`
  const [cache, logits, records] = shares.map(text)
  const each = `${plural(rows, 'row')} × up to ${count(tokens)} tokens`
  return {
    total: text(total),
    sum:
      `${runs > 1 ? `${count(runs)} × ` : ''}${each} are ${cache} of cache, with ` +
      `${logits} of logits and ${records} of records`,
  }
}

/**
 * Rounds the total up to three digits that count, or to whole megabytes where it is larger; each part is
 * rounded down, then those with the largest remainders get what is missing.
 */
function roundedParts(bytes: readonly number[]) {
  const all = bytes.reduce((sum, part) => sum + part, 0)
  const unit = all < 1e6 ? 1e3 : all < 1e7 ? 1e4 : all < 1e8 ? 1e5 : 1e6
  const total = Math.ceil(all / unit)
  const down = bytes.map((part) => Math.floor(part / unit))
  const missing = total - down.reduce((sum, part) => sum + part, 0)
  const byRemainder = bytes
    .map((part, index) => ({ index, remainder: part % unit }))
    .sort((one, other) => other.remainder - one.remainder)
  for (const { index } of byRemainder.slice(0, missing)) down[index]!++
  return { unit, total, shares: down }
}
