import { parametersOf } from '../strategies/chain/describe.ts'
import { describeParameter } from '../strategies/chain/written-value.ts'
import { registry } from '../strategies/registry.ts'
import type { Command } from './command.ts'

/** How the program is called where npm installed it; `npx` finds it there. */
const CALL = 'npx nucleus'

/** Help for the whole program: commands, and the chain notation from the registry. */
export function programHelp(commands: readonly Command[]): string {
  const width = Math.max(...commands.map(({ name }) => name.length))
  const lines = commands.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`)
  return [
    `Usage: ${CALL} COMMAND [OPTION...]`,
    '',
    ...lines,
    '',
    `"${CALL} help COMMAND" lists a command's options; "--version" prints the version.`,
    'A CHAIN is step+step+...: a step is id, id:value (its first parameter) or id:name=value,name=value.',
    '',
    ...registry.map((entry) => {
      const parameters = parametersOf(entry).map(
        (one) => `    ${one.name}=${one.fallback}  ${describeParameter(one)}`,
      )
      return [`  ${entry.id}  ${entry.summary}`, ...parameters].join('\n')
    }),
  ].join('\n')
}

/** Help for one command. */
export function commandHelp({ name, operands, summary, options, details }: Command): string {
  const entries = Object.entries(options).map(([option, { value, help }]) => ({
    left: `--${option}${value ? ` ${value}` : ''}`,
    help,
  }))
  const width = Math.max(0, ...entries.map(({ left }) => left.length))
  const usage = [
    `Usage: ${CALL} ${name}`,
    ...(operands ? [operands] : []),
    ...(entries.length > 0 ? ['[OPTION...]'] : []),
  ].join(' ')
  return [
    usage,
    '',
    summary,
    '',
    ...entries.map(({ left, help }) => `  ${left.padEnd(width)}  ${help}`),
    ...(details ? [details()] : []),
  ].join('\n')
}
