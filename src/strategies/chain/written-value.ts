import { count } from '../../words.ts'
import type { ParameterDescription } from './describe.ts'

/** A number where a text reads as one, else the text itself for the parameter to judge. */
export const parseValue = (text: string): number | string =>
  /^[-+]?(\d+(\.\d*)?|\.\d+)(e[-+]?\d+)?$/i.test(text) ? Number(text) : text

/** "expected a share of the mass from 0 to 1 (1 is off), got 1.4."; undefined where the value will do. */
export function valueFault(parameter: ParameterDescription, text: string): string | undefined {
  return accepts(parameter, text)
    ? undefined
    : `expected ${describeParameter(parameter)}, got ${text === '' ? 'nothing' : text}.`
}

function accepts({ type, minimum, maximum, options, pattern }: ParameterDescription, text: string): boolean {
  if (options) return options.includes(text)
  if (pattern !== undefined) return new RegExp(pattern).test(text)
  const value = parseValue(text)
  if (typeof value === 'string' || (type === 'integer' && !Number.isInteger(value))) return false
  return value >= (minimum ?? -Infinity) && value <= (maximum ?? Infinity)
}

/** What a parameter accepts, in words: "a share of the mass from 0 to 1 (1 is off)". */
export function describeParameter({
  help,
  type,
  minimum,
  maximum,
  options,
  off,
}: ParameterDescription): string {
  if (options) return `${help}: ${options.join(', ')}`
  if (type === 'model' || type === 'text') return help
  const number = type === 'integer' ? `${help}, whole,` : help
  const isOff = off === undefined ? '' : ` (${off} is off)`
  return `${number} from ${bound(minimum!)} to ${bound(maximum!)}${isOff}`
}

/** Small ones keep all their decimals. */
const bound = (value: number): string => (Math.abs(value) < 1000 ? String(value) : count(value))
