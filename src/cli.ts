import { runProgram } from './terminal/program.ts'

const interrupt = new AbortController()
process.once('SIGINT', () => interrupt.abort())

// What takes long to load is loaded by the command that needs it.
process.exitCode = await runProgram(process.argv.slice(2), {
  print: (text) => void process.stdout.write(`${text}\n`),
  note: (text) => void process.stderr.write(`${text}\n`),
  signal: interrupt.signal,
  openLibrary: async () => (await import('./composition.ts')).openLibrary(),
  serve: async (model) => void (await (await import('./server.ts')).serve(undefined, { model })),
})
