import { type Command, readArguments } from './command.ts'

export const serveCommand: Command = {
  name: 'serve',
  summary: 'Open the playground; HOST and PORT choose where (default 127.0.0.1:3000).',
  options: {
    model: {
      type: 'string',
      value: 'ID',
      help: 'make this model ready meanwhile: its size first, then its progress; an id of the list or ORG/NAME of the hub',
    },
  },
  run: ({ options }, { serve }) => serve(modelOf(options)),
}

/** @throws UserError `bad-arguments` naming what `npm start` does not take */
export function readServeArguments(args: readonly string[]): { readonly model: string | undefined } {
  return { model: modelOf(readArguments(serveCommand, args).options) }
}

const modelOf = ({ model }: ReturnType<typeof readArguments>['options']): string | undefined =>
  model === undefined ? undefined : String(model)
