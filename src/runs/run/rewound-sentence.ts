import type { StepRecord } from './events.ts'

/**
 * "Taken back: tapestry (2), delve (1)." of the phrases that were taken back in a text; undefined where none
 * was. What was taken back within what was taken back later does not count.
 */
export function rewoundSentence(steps: readonly Pick<StepRecord, 'rewound'>[]): string | undefined {
  const counts = new Map<string, number>()
  for (const { match } of steps.flatMap(({ rewound = [] }) => rewound)) {
    const phrase = match.trim().toLowerCase()
    counts.set(phrase, (counts.get(phrase) ?? 0) + 1)
  }
  if (counts.size === 0) return undefined
  return `Taken back: ${[...counts].map(([phrase, times]) => `${phrase} (${times})`).join(', ')}.`
}
