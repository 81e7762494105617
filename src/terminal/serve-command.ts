import type { Command } from './command.ts'

export const serveCommand: Command = {
  name: 'serve',
  summary: 'Open the playground; HOST and PORT choose where (default 127.0.0.1:3000).',
  options: {},
  run: (_, { serve }) => serve(),
}
