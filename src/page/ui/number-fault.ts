import { wholeNumberRule } from '../../words.ts'

/** What is wrong with a whole number as it was typed, in a sentence; empty where nothing is. */
export function numberFault(title: string, text: string, low: number, high: number): string {
  const value = /^\s*\d+\s*$/.test(text) ? Number(text) : Number.NaN
  if (value >= low && value <= high) return ''
  return `${wholeNumberRule(title, low, high)}, got ${text.trim() || 'nothing'}.`
}
