import { parametersOf } from '../strategies/chain/describe.ts'
import { describeParameter } from '../strategies/chain/written-value.ts'
import { registry } from '../strategies/registry.ts'
import type { Command } from './command.ts'

const CALL = 'npm run --silent cli --'

/** Help for the whole program: commands, and the chain notation from the registry. */
export function programHelp(commands: readonly Command[]): string {
  const width = Math.max(...commands.map(({ name }) => name.length))
  const lines = commands.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`)
  return [
    `Usage: ${CALL} COMMAND [OPTION...]`,
    '',
    ...lines,
    '',
    `"${CALL} COMMAND --help" lists a command's options.`,
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
export function commandHelp({ name, operands, summary, options }: Command): string {
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
  ].join('\n')
}
