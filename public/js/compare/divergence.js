// @ts-check

/**
 * Where lanes part: the first step at which two texts that were the same choose different tokens. Lanes of different
 * models have different tokens, so they are not compared.
 * @typedef {import('./run.js').StepRecord} StepRecord
 * @typedef {{ letter: string, steps: readonly StepRecord[], model?: string | undefined }} TracedText
 */

/** The first index at which two texts differ; undefined while one is the beginning of the other. @param {TracedText} one @param {TracedText} other */
function partingOf(one, other) {
  if (one.model !== other.model) return undefined
  const length = Math.min(one.steps.length, other.steps.length)
  for (let index = 0; index < length; index++) {
    if (one.steps[index]?.token !== other.steps[index]?.token) return index
  }
  return undefined
}

/**
 * For each text, which others part from it before which of its tokens.
 * @param {readonly TracedText[]} readings @returns {Map<number, string[]>[]} by reading: letters by step
 */
export function partings(readings) {
  return readings.map((one) => {
    /** @type {Map<number, string[]>} */
    const flags = new Map()
    for (const other of readings) {
      const at = one === other ? undefined : partingOf(one, other)
      if (at !== undefined) flags.set(at, [...(flags.get(at) ?? []), other.letter])
    }
    return flags
  })
}

/**
 * The same, told once for all lanes: "A parts", "B and C part".
 * @param {readonly TracedText[]} readings @returns {{ step: number, label: string }[]} ascending
 */
export function partingLabels(readings) {
  const longest = Math.max(0, ...readings.map(({ steps }) => steps.length))
  /** @type {{ step: number, label: string }[]} */
  const labels = []
  const models = [...new Set(readings.map(({ model }) => model))]
  let groups = models.map((model) => readings.filter((one) => one.model === model))
  for (let step = 0; step < longest && groups.length > 0; step++) {
    const next = []
    for (const group of groups) {
      const parts = splitAt(group, step)
      if (parts.length > 1) labels.push({ step, label: labelOf(parts) })
      next.push(...parts.filter((part) => part.length > 1))
    }
    groups = next
  }
  return labels
}

/** @param {readonly TracedText[]} group @param {number} step */
function splitAt(group, step) {
  /** @type {Map<number, TracedText[]>} */
  const byToken = new Map()
  for (const reading of group) {
    const token = reading.steps[step]?.token
    if (token !== undefined) byToken.set(token, [...(byToken.get(token) ?? []), reading])
  }
  return [...byToken.values()]
}

/** @param {readonly (readonly TracedText[])[]} parts */
function labelOf(parts) {
  const larger = parts.filter(({ length }) => length > 1)
  const leaving = larger.length === 1 ? parts.filter((part) => part !== larger[0]) : parts
  const letters = leaving.flatMap((part) => part.map(({ letter }) => letter))
  if (letters.length === 1) return `${letters[0]} parts`
  return `${letters.slice(0, -1).join(', ')} and ${letters.at(-1)} part`
}
