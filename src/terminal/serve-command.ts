import { configurationVariables } from '../configuration.ts'
import type { Command } from './command.ts'

export const serveCommand: Command = {
  name: 'serve',
  summary: 'Open the playground in a browser; environment variables say where and for whom.',
  options: {},
  details: () => ['Environment variables:', '', ...configurationVariables.flatMap(variableLines)].join('\n'),
  run: (_, { serve }) => serve(),
}

const variableLines = ({
  name,
  value,
  help,
  fallback,
}: (typeof configurationVariables)[number]): string[] => [
  `  ${name}=${value}`,
  `      ${help}${fallback === undefined ? '' : `; ${fallback} by default`}`,
]
