import { reasonOf } from './terminal/file-fault.ts'
import { runProgram } from './terminal/program.ts'

const interrupt = new AbortController()
process.once('SIGINT', () => interrupt.abort()).once('SIGTERM', () => interrupt.abort())

// Whoever reads our results has enough: as with any filter, that is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0)
  process.stderr.write(`The output could not be written: ${reasonOf(error)}.\n`)
  process.exit(1)
})
// Messages that nobody can read hold up no results.
process.stderr.on('error', () => undefined)

/** Whether a line that is to be replaced is on the screen. */
let hasStatus = false
const eraseStatus = () => {
  if (hasStatus) process.stderr.write('\r\x1b[K')
  hasStatus = false
}

// What takes long to load is loaded by the command that needs it.
process.exitCode = await runProgram(process.argv.slice(2), {
  print(text) {
    eraseStatus()
    process.stdout.write(`${text}\n`)
  },
  note(text) {
    eraseStatus()
    process.stderr.write(`${text}\n`)
  },
  status(text) {
    if (!process.stderr.isTTY) return
    eraseStatus()
    process.stderr.write(text)
    hasStatus = text !== ''
  },
  signal: interrupt.signal,
  openLibrary: async () => (await import('./composition.ts')).openLibrary(),
  serve: async (model) => void (await (await import('./server.ts')).serve(undefined, { model })),
})

// What was interrupted has cleaned up; a timer that a library left, as BullMQ's 6 s watchdog, keeps nobody.
if (interrupt.signal.aborted) process.exit()
