import { openLibrary } from '../../src/composition.ts'
import type { ModelLibrary } from '../../src/models/library.ts'
import { runProgram } from '../../src/terminal/program.ts'

let ofWorker: ModelLibrary | undefined

/** One for all calls of this worker, which keeps its model; a cache or device of a test's own has its own. */
export function libraryOfCall(): ModelLibrary {
  const { NUCLEUS_CACHE, NUCLEUS_DEVICE } = process.env
  if (NUCLEUS_CACHE !== undefined || NUCLEUS_DEVICE !== undefined) return openLibrary()
  ofWorker ??= { ...openLibrary(), release: async () => {} }
  return ofWorker
}

/** Runs a command line and keeps what it printed, apart from its messages, and the models it was to serve. */
export async function call(...args: string[]) {
  const printed: string[] = []
  const noted: string[] = []
  const served: (string | undefined)[] = []
  const status = await runProgram(args, {
    print: (text) => void printed.push(text),
    note: (text) => void noted.push(text),
    signal: new AbortController().signal,
    openLibrary: async () => libraryOfCall(),
    serve: async (model) => void served.push(model),
  })
  return { status, out: printed.join('\n'), messages: noted.join('\n'), served }
}
