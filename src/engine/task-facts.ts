/** What a task computed with and on, for logs and meters. */
export interface TaskFacts {
  /** Id of the model that computed. */
  readonly model: string
  /** Tokens it was about: those of a score or a match. */
  readonly tokens?: number
}

/** Read off a task's result; undefined of one that no model had a part in. */
export function taskFacts(result: unknown): TaskFacts | undefined {
  const { model, tokens } = result as { readonly model?: unknown; readonly tokens?: unknown }
  if (typeof model !== 'string') return undefined
  const count = Array.isArray(tokens) ? tokens.length : tokens
  return { model, ...(typeof count === 'number' && { tokens: count }) }
}
