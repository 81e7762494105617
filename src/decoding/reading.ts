import type { Batch, LanguageModel, PrefillOptions } from './model.ts'
import { openWindow } from './window.ts'

/** One model reading one text: where it starts, and how far back it sees. */
export interface Reading extends PrefillOptions {
  readonly model: LanguageModel
  readonly prompt: readonly number[]
  /** Tokens an earlier run chose after the prompt, to go on from. */
  readonly prefix?: readonly number[]
  /** How many of the last tokens it sees; absent for all of them. */
  readonly window?: number
}

/** The batch a reading starts with: one row, which stands after prompt and prefix. */
async function openReading({ model, prompt, prefix = [], window, hidden }: Reading): Promise<Batch> {
  if (window !== undefined) return openWindow(model, [[...prompt, ...prefix]], window)
  const options = hidden === undefined ? {} : { hidden }
  // Hidden states are wanted of the whole context at once.
  if (hidden) return model.prefill([...prompt, ...prefix], options)
  // The prefix is read token by token as the earlier run read it: a forward over many tokens rounds differently in the
  // last bits, and the texts would part.
  let batch = await model.prefill(prompt, options)
  for (const token of prefix) batch = await batch.extend([{ parent: 0, token }])
  return batch
}

/** All of them or none: what was opened before one fails is disposed. */
export async function openReadings(readings: readonly Reading[]): Promise<Batch[]> {
  const batches: Batch[] = []
  try {
    for (const reading of readings) batches.push(await openReading(reading))
    return batches
  } catch (error) {
    for (const batch of batches) batch.dispose()
    throw error
  }
}
