import type { z } from 'zod'
import type { SampleResult } from '../run/events.ts'
import type { Difference } from './replay-report.ts'
import type { textSchema } from './run-file-schema.ts'

/** A text of a run file: its tokens and, where the file has them, its steps and its words. */
export type RecordedText = z.output<typeof textSchema>

/** Whether its run ended before it. */
export const isCutShort = ({ stop }: Pick<RecordedText, 'stop'>): boolean =>
  stop === 'stopped' || stop === 'error'

/**
 * The first step at which a text is not the recorded one: its token, the token or the text of its step, or
 * the text of the whole. What was cut short is compared as far as it came.
 */
export function differenceOf(
  recorded: RecordedText,
  now: Pick<SampleResult, 'steps'> | undefined,
): Pick<Difference, 'step' | 'recorded' | 'replayed'> | undefined {
  const { tokens, steps: own, text } = recorded
  const steps = now?.steps ?? []
  const written = Math.max(tokens.length, own?.length ?? 0)
  const length = isCutShort(recorded) ? written : Math.max(written, steps.length)
  for (let step = 0; step < length; step++) {
    const [token, one, replayed] = [tokens[step], own?.[step], steps[step]]
    if (token !== replayed?.token) return at(step, token, replayed)
    if (!own) continue
    const hasOtherText = one?.text !== undefined && one.text !== replayed?.text
    if (one?.token !== replayed?.token || hasOtherText) return at(step, one?.token, replayed)
  }
  const texts = steps.slice(0, length).map((step) => step.text)
  const place = text === undefined ? -1 : firstOther(text, texts)
  return place < 0 ? undefined : at(place, tokens[place], steps[place])
}

const at = (
  step: number,
  recorded: number | undefined,
  replayed: SampleResult['steps'][number] | undefined,
): Pick<Difference, 'step' | 'recorded' | 'replayed'> => ({
  step,
  recorded: recorded ?? null,
  replayed: replayed ? { token: replayed.token, text: replayed.text } : null,
})

/** Which of the parts a text leaves first, the number of them where it goes on behind the last; -1: none. */
function firstOther(text: string, parts: readonly string[]): number {
  let start = 0
  for (const [index, part] of parts.entries()) {
    if (!text.startsWith(part, start)) return index
    start += part.length
  }
  return start === text.length ? -1 : Math.max(0, parts.length - 1)
}

/** Where the tokens, the steps and the words of a text are not those of one text; undefined: nowhere. */
export function contradictionIn({ tokens, steps, text }: RecordedText): string | undefined {
  if (!steps) return undefined
  for (let step = 0; step < Math.max(tokens.length, steps.length); step++) {
    const [token, own] = [tokens[step], steps[step]?.token]
    if (token !== own)
      return `token ${step + 1} is ${named(token)} in its tokens and ${named(own)} in its steps`
  }
  const texts = steps.map((step) => step.text ?? '')
  const place = text === undefined ? -1 : firstOther(text, texts)
  return place < 0 ? undefined : `its text is not that of its steps from token ${place + 1} on`
}

const named = (token: number | undefined): string => (token === undefined ? 'none' : String(token))
