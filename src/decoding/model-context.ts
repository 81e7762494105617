import type { Batch, LanguageModel, PrefillOptions } from './model.ts'
import { openSlidingWindow } from './sliding-window.ts'

/** One model and one text it reads: where it starts, and how far back it sees. */
export interface ModelContext extends PrefillOptions {
  readonly model: LanguageModel
  readonly prompt: readonly number[]
  /** Tokens an earlier run chose after the prompt, to go on from. */
  readonly prefix?: readonly number[]
  /** How many of the last tokens it sees; absent for all of them. */
  readonly window?: number
}

/** The batch a context starts with: one row, which has read prompt and prefix. */
async function openModelContext({
  model,
  prompt,
  prefix = [],
  window,
  hidden,
}: ModelContext): Promise<Batch> {
  if (window !== undefined) return openSlidingWindow(model, [[...prompt, ...prefix]], window)
  const options = hidden === undefined ? {} : { hidden }
  // Hidden states are wanted of the whole context at once.
  if (hidden) return model.prefill([...prompt, ...prefix], options)
  // The prefix is read token by token as the earlier run read it: a forward over many tokens rounds
  // differently in the last bits, and the texts would part.
  if (prefix.length > 0 && model.resume) return model.resume(prompt, prefix)
  let batch = await model.prefill(prompt, options)
  for (const token of prefix) batch = await batch.extend([{ parent: 0, token }])
  return batch
}

/** All of them or none: what was opened before one fails is disposed. */
export async function openModelContexts(contexts: readonly ModelContext[]): Promise<Batch[]> {
  const batches: Batch[] = []
  try {
    for (const context of contexts) batches.push(await openModelContext(context))
    return batches
  } catch (error) {
    for (const batch of batches) batch.dispose()
    throw error
  }
}
