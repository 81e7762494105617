import { createEngine } from '../engine/local-engine.ts'
import type { TaskName, TaskResults } from '../engine/tasks.ts'
import { toJson } from '../runs/json.ts'
import type { CommandInput, Terminal } from './command.ts'
import { readFlags } from './flags.ts'

/** Has a task done, and prints its result: as JSON where the options ask for that, else in words. */
export async function askEngine<Name extends TaskName>(
  task: Name,
  input: object,
  options: CommandInput['options'],
  terminal: Terminal,
  asText: (result: TaskResults[Name]) => string,
): Promise<void> {
  const library = await terminal.openLibrary()
  try {
    const engine = createEngine(library)
    const result = await readFlags(options, () => engine.ask(task, input, { signal: terminal.signal }))
    terminal.print(options.json ? toJson(result, 2) : asText(result))
  } finally {
    await library.release()
  }
}
