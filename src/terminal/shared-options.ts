/** Options that several commands have. */

export const JSON_OPTION = { type: 'boolean', help: 'print the result as JSON' } as const

export const MODEL_OPTION = {
  type: 'string',
  value: 'ID',
  help: 'the model; default the built-in one',
} as const

/** Where texts or words are drawn. */
export const SEED_OPTION = {
  type: 'string',
  value: 'S',
  help: 'a whole number; default a fresh one, printed',
} as const

/** Where a text is given. */
export const STEP_SEED_OPTION = {
  type: 'string',
  value: 'S',
  help: 'for steps with a chance of their own; default a fresh one, printed',
} as const
