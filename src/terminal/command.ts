import { parseArgs } from 'node:util'
import { UserError } from '../errors.ts'
import type { ModelLibrary } from '../models/library.ts'

/** What a command may use of the world. */
export interface Terminal {
  /** Results; a line break is added. */
  print(text: string): void
  /** Progress and messages, apart from results. */
  note(text: string): void
  /** What goes on at the moment, where it can be replaced by what comes next; '' takes it away. */
  status?(text: string): void
  readonly signal: AbortSignal
  openLibrary(): Promise<ModelLibrary>
  /** @param model to make ready meanwhile */
  serve(model?: string): Promise<void>
}

interface Option {
  readonly type: 'string' | 'boolean'
  readonly multiple?: boolean
  /** How the value is called in help. */
  readonly value?: string
  readonly help: string
}

export interface Command {
  readonly name: string
  /** What follows the name, in help. */
  readonly operands?: string
  readonly summary: string
  /** What its help has below the options. */
  readonly details?: () => string
  readonly options: Readonly<Record<string, Option>>
  run(input: CommandInput, terminal: Terminal): Promise<void>
}

export interface CommandInput {
  readonly options: Readonly<Record<string, string | boolean | readonly string[] | undefined>>
  readonly operands: readonly string[]
}

/**
 * Reads a command's arguments.
 * @throws UserError `bad-arguments` naming the argument and the remedy
 */
export function readArguments(command: Command, args: readonly string[]): CommandInput {
  const options = Object.fromEntries(
    Object.entries(command.options).map(([name, { type, multiple }]) => [
      name,
      { type, multiple: multiple ?? false },
    ]),
  )
  try {
    const { values, positionals, tokens } = parseArgs({
      tokens: true,
      args: joinNegatives(command, args),
      options,
      allowPositionals: command.operands !== undefined,
    })
    checkOnce(
      command,
      tokens.flatMap((token) => (token.kind === 'option' ? [token.name] : [])),
    )
    return { options: values as CommandInput['options'], operands: positionals }
  } catch (error) {
    if (error instanceof UserError) throw error
    const reason = (error as Error).message.split('\n')[0]!.replace(/\.? To specify.*$/, '')
    throw new UserError('bad-arguments', `${reason}; see "nucleus ${command.name} --help".`)
  }
}

/** @throws UserError `bad-arguments` for a flag given twice that has one value: the last would win unsaid */
function checkOnce({ options }: Command, names: readonly string[]): void {
  const twice = names.find((name, index) => !options[name]?.multiple && names.indexOf(name) < index)
  if (twice === undefined) return
  throw new UserError('bad-arguments', `--${twice} is given twice, and it has one value; keep one.`)
}

/** Lets a value start with a minus, as in `--logits -1,2`: parseArgs alone takes it for an option. */
function joinNegatives(command: Command, args: readonly string[]): string[] {
  const joined: string[] = []
  for (const arg of args) {
    const previous = joined.at(-1)
    const takesValue = previous?.startsWith('--') && command.options[previous.slice(2)]?.type === 'string'
    if (takesValue && /^-[\d.I]/.test(arg)) joined[joined.length - 1] = `${previous}=${arg}`
    else joined.push(arg)
  }
  return joined
}

/** A number option as a number; text that is none is left for the schema to name. */
export function numberOf(value: CommandInput['options'][string]): number | string | undefined {
  if (typeof value !== 'string') return undefined
  return value.trim() !== '' && Number.isFinite(Number(value)) ? Number(value) : value
}
