import { RootCommand } from '@bomb.sh/tab'
import { UserError } from '../errors.ts'
import { experiments } from '../experiments/registry.ts'
import { engineProfiles } from '../strategies/engines/profiles.ts'
import { registry } from '../strategies/registry.ts'
import type { Command } from './command.ts'

const SHELLS = ['bash', 'zsh', 'fish', 'powershell'] as const

type Choice = readonly [value: string, description: string]

/** Values that a shell offers for a flag or an operand, by its name. */
const CHOICES: Readonly<Record<string, () => readonly Choice[]>> = {
  lane: () => registry.map(({ id, summary }) => [id, summary]),
  engine: () => engineProfiles.map(({ id, title }) => [id, title]),
  models: () => [
    ['get', 'fetch a model and keep it'],
    ['remove', 'delete it'],
    ['add', 'take a folder or file of yours'],
  ],
  reproduce: () => experiments.map(({ id, title }) => [id, title]),
  complete: () => SHELLS.map((shell) => [shell, `a script for ${shell}`]),
}

/**
 * `complete SHELL` prints a script that a shell sources; the script calls `complete -- WORDS...` for what can
 * follow.
 * @param commands those of the program
 */
export const completeCommand = (commands: readonly Command[]): Command => ({
  name: 'complete',
  operands: SHELLS.join('|'),
  summary: 'Print a script that completes commands and options in a shell; source it.',
  options: {},
  async run({ operands: [shell, ...rest] }) {
    const isShell = SHELLS.some((one) => one === shell)
    if (!isShell || rest.length > 0) {
      throw new UserError('bad-arguments', `Expected one of ${SHELLS.join(', ')}, got ${shell ?? 'none'}.`)
    }
    completions(commands).setup('nucleus', 'nucleus', shell!)
  },
})

/** Prints what can follow some words. */
export function complete(words: readonly string[], commands: readonly Command[]): void {
  completions(commands).parse([...words])
}

function completions(commands: readonly Command[]): RootCommand {
  const root = new RootCommand()
  const offer = (name: string) => (add: (value: string, description: string) => void) => {
    for (const [value, description] of CHOICES[name]?.() ?? []) add(value, description)
  }
  for (const { name, summary, options, operands } of commands) {
    const command = root.command(name, summary)
    if (operands !== undefined) command.argument('operand', offer(name), true)
    for (const [option, { help, type }] of Object.entries(options)) {
      if (type === 'boolean') command.option(option, help)
      else command.option(option, help, offer(option))
    }
    command.option('help', 'list the options', 'h')
  }
  return root
}
