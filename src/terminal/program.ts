import { UserError } from '../errors.ts'
import { type Command, readArguments, type Terminal } from './command.ts'
import { commandHelp, programHelp } from './help.ts'
import { labCommand } from './lab-command.ts'
import { metricsCommand } from './metrics-command.ts'
import { modelsCommand } from './models-command.ts'
import { replayCommand } from './replay-command.ts'
import { reproduceCommand } from './reproduce-command.ts'
import { runCommand } from './run-command.ts'
import { scoreCommand } from './score-command.ts'
import { serveCommand } from './serve-command.ts'

const commands: readonly Command[] = [
  runCommand,
  labCommand,
  scoreCommand,
  metricsCommand,
  replayCommand,
  reproduceCommand,
  modelsCommand,
  serveCommand,
]

/** Errors of the world rather than of the person: exit status 1 instead of 2. */
const NOT_THE_USER: ReadonlySet<string> = new Set([
  'model-unreachable',
  'model-broken',
  'model-busy',
  'model-denied',
  'model-missing',
  'download-broken',
  'disk-denied',
  'disk-full',
  'memory-full',
  'python-missing',
  'python-without-pip',
  'python-broken',
  'port-in-use',
  'claim-failed',
  'list-outdated',
  'replay-differs',
])

/**
 * Runs a command line.
 * @returns the exit status: 0, 2 for a person's mistake, 1 for anything else, 130 when interrupted
 */
export async function runProgram(args: readonly string[], terminal: Terminal): Promise<number> {
  try {
    await dispatch(args, terminal)
    return terminal.signal.aborted ? 130 : 0
  } catch (error) {
    if (terminal.signal.aborted) return 130
    if (!(error instanceof UserError)) throw error
    terminal.note(error.message)
    return NOT_THE_USER.has(error.code) ? 1 : 2
  }
}

async function dispatch([name, ...args]: readonly string[], terminal: Terminal): Promise<void> {
  if (name === undefined || name === '--help' || name === 'help') {
    terminal.print(programHelp(commands))
    return
  }
  const command = commands.find((one) => one.name === name)
  if (!command) {
    const known = commands.map((one) => one.name).join(', ')
    throw new UserError('bad-arguments', `There is no command "${name}"; choose one of ${known}.`)
  }
  if (args.includes('--help')) terminal.print(commandHelp(command))
  else await command.run(readArguments(command, args), terminal)
}
