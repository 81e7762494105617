import { configurationVariables } from '../configuration.ts'
import type { Command } from './command.ts'
import { deviceOption, takeDevice } from './device-option.ts'

export const serveCommand: Command = {
  name: 'serve',
  summary: 'Open the playground in a browser; environment variables set where and for whom.',
  options: {
    ...deviceOption,
    model: {
      type: 'string',
      value: 'ID',
      help:
        'make this model ready meanwhile: its size first, then its progress; an id of the list or ' +
        'ORG/NAME of the hub',
    },
  },
  details: () => ['Environment variables:', '', ...configurationVariables.flatMap(variableLines)].join('\n'),
  run({ options }, { serve }) {
    takeDevice(options)
    const { model } = options
    return serve(model === undefined ? undefined : String(model))
  },
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
