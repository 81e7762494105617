import { z } from 'zod'

/** A definition's parameters once checked; each `create` knows its own type, the registry does not. */
// biome-ignore lint/suspicious/noExplicitAny: the registry holds entries of every parameter type
export type AnyParameters = any

/** What a form needs to show a parameter; bounds and default are the schema's own. */
export interface ParameterHelp {
  readonly title: string
  /** What the number means, starting in lower case: "a share of the mass". */
  readonly help: string
  /** Where a slider starts and ends, when the schema's bounds are too wide to drag across. */
  readonly slider?: readonly [low: number, high: number]
  readonly scale?: 'linear' | 'log'
  /** What a text may be made of. */
  readonly words?: readonly { readonly name: string; readonly meaning: string }[]
}

/** A real number with a default. */
export function real(fallback: number, bounds: { min: number; max: number }, help: ParameterHelp) {
  return z
    .number()
    .min(bounds.min)
    .max(bounds.max)
    .default(fallback)
    .meta({ ...help })
}

/** A whole number with a default. */
export function whole(fallback: number, bounds: { min: number; max: number }, help: ParameterHelp) {
  return z
    .int()
    .min(bounds.min)
    .max(bounds.max)
    .default(fallback)
    .meta({ ...help })
}

/** One of a few words, with a default. */
export function choice<const Options extends readonly [string, ...string[]]>(
  fallback: Options[number],
  options: Options,
  help: ParameterHelp,
) {
  return z
    .enum(options)
    .default(fallback)
    .meta({ ...help })
}

/** A text in a form of its own. */
export function text(fallback: string, pattern: RegExp, help: ParameterHelp) {
  return z
    .string()
    .regex(pattern)
    .default(fallback)
    .meta({ ...help, isText: true })
}

/** What a parameter that names a model has for the lane's own. */
export const SAME_MODEL = 'same'

/** The id of a model, the lane's own by default. */
export function model(help: ParameterHelp) {
  return z
    .string()
    .regex(/^[a-z0-9][\w.-]*$/i)
    .default(SAME_MODEL)
    .meta({ ...help })
}

/** Whether a step counts what was generated only, or the prompt too. */
export const countsPrompt = () =>
  choice('true', ['true', 'false'], {
    title: 'prompt',
    help: 'whether tokens of the prompt count (false: generated ones only, as OpenAI and vLLM have it)',
  })

/** How many of the last tokens a step looks at. */
export const historyWindow = () =>
  whole(
    0,
    { min: 0, max: 1_000_000 },
    {
      title: 'window',
      help: 'a number of last tokens to look at; 0 is the whole history, prompt included',
      slider: [0, 1024],
    },
  )
