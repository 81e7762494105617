import { closestMatch } from 'leven'
import { UserError } from '../errors.ts'
import { programVersion } from '../project.ts'
import { type Command, readArguments, type Terminal } from './command.ts'
import { complete, completeCommand } from './complete-command.ts'
import { fileFault } from './file-fault.ts'
import { commandHelp, programHelp } from './help.ts'
import { labCommand } from './lab-command.ts'
import { matchCommand } from './match-command.ts'
import { methodsCommand } from './methods-command.ts'
import { metricsCommand } from './metrics-command.ts'
import { modelsCommand } from './models-command.ts'
import { replayCommand } from './replay-command.ts'
import { reproduceCommand } from './reproduce-command.ts'
import { runCommand } from './run-command.ts'
import { scoreCommand } from './score-command.ts'
import { serveCommand } from './serve-command.ts'
import { workerCommand } from './worker-command.ts'

const ownCommands: readonly Command[] = [
  runCommand,
  labCommand,
  scoreCommand,
  matchCommand,
  metricsCommand,
  methodsCommand,
  replayCommand,
  reproduceCommand,
  workerCommand,
  modelsCommand,
  serveCommand,
]

const commands: readonly Command[] = [...ownCommands, completeCommand(ownCommands)]

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
  'output-denied',
  'memory-full',
  'python-missing',
  'python-without-pip',
  'python-broken',
  'port-in-use',
  'claim-failed',
  'list-outdated',
  'replay-differs',
  'some-prompts-failed',
  'redis-unreachable',
  'device-missing',
  'shard-failed',
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
    const fault = fileFault(error)
    if (fault !== undefined) {
      terminal.note(fault)
      return 1
    }
    if (!(error instanceof UserError)) throw error
    terminal.note(error.message)
    return NOT_THE_USER.has(error.code) ? 1 : 2
  }
}

async function dispatch([name, ...args]: readonly string[], terminal: Terminal): Promise<void> {
  if (name === '--version' || name === '-v') return terminal.print(programVersion())
  if (name === 'complete' && args[0] === '--') return complete(args.slice(1), commands)
  const isHelp = name === 'help' || isHelpFlag(name ?? '--help')
  const topic = name === 'help' ? args[0] : undefined
  if (isHelp && topic === undefined) return terminal.print(programHelp(commands))
  const command = commandCalled(topic ?? name!)
  // What follows "--" is no option.
  const options = args.slice(0, args.includes('--') ? args.indexOf('--') : args.length)
  if (isHelp || options.some(isHelpFlag)) terminal.print(commandHelp(command))
  else await command.run(readArguments(command, args), terminal)
}

const isHelpFlag = (arg: string): boolean => arg === '--help' || arg === '-h'

/** @throws UserError `bad-arguments` naming those there are */
function commandCalled(name: string): Command {
  const command = commands.find((one) => one.name === name)
  if (command) return command
  const known = commands.map((one) => one.name)
  const nearest = closestMatch(name, known, { maxDistance: 2 })
  const advice = nearest === undefined ? `choose one of ${known.join(', ')}.` : `did you mean ${nearest}?`
  throw new UserError('bad-arguments', `There is no command "${name}"; ${advice}`)
}
