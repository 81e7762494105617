import { createEngine } from '../engine/local-engine.ts'
import { UserError } from '../errors.ts'
import type { ModelLibrary } from '../models/library.ts'
import { toJson } from '../runs/json.ts'
import { createCollector } from '../runs/run/collect.ts'
import type { CommandInput, Terminal } from './command.ts'
import { progressLine } from './progress-line.ts'
import { requestFrom } from './run-options.ts'

/** A line of a file of prompts. */
interface PromptLine {
  readonly number: number
  readonly prompt: string
  /** Fields of a run's request that are this prompt's own. */
  readonly own: Record<string, unknown>
}

/**
 * Continues every prompt of a file: a JSON object with a `prompt` a line, or a line of text. Prints a result
 * a line, in the file's order; a prompt that cannot be run gets a line with its error, and the others go on.
 * @throws UserError `some-prompts-failed`
 */
export async function runPrompts(
  file: string,
  options: CommandInput['options'],
  library: ModelLibrary,
  terminal: Terminal,
): Promise<void> {
  const lines = readLines(file)
  const engine = createEngine(library)
  const startedAt = performance.now()
  let failed = 0
  for (const [done, { number, prompt, own }] of lines.entries()) {
    if (terminal.signal.aborted) return
    terminal.status?.(progressLine(done, lines.length, performance.now() - startedAt))
    const collector = createCollector()
    try {
      await engine.start(requestFrom(options, prompt, own), collector.tell, terminal.signal)
      if (terminal.signal.aborted) return terminal.status?.('')
      terminal.print(toJson(collector.result()))
    } catch (error) {
      if (!(error instanceof UserError)) throw error
      failed++
      terminal.print(
        toJson({
          line: number,
          prompt,
          error: { code: error.code, message: error.message, field: error.field },
        }),
      )
    }
  }
  terminal.status?.('')
  if (failed > 0) {
    throw new UserError(
      'some-prompts-failed',
      `${failed} of ${lines.length} prompts failed; their lines tell why.`,
    )
  }
}

/** @throws UserError `bad-arguments` where there is no prompt */
function readLines(file: string): PromptLine[] {
  const lines = file
    .split(/\r?\n/)
    .map((text, index) => ({ text, number: index + 1 }))
    .filter(({ text }) => text.trim() !== '')
    .map(({ text, number }) => ({ number, ...readLine(text) }))
  if (lines.length > 0) return lines
  throw new UserError('bad-arguments', 'Expected a prompt a line for --prompts, got an empty file.')
}

function readLine(text: string): Pick<PromptLine, 'prompt' | 'own'> {
  const { prompt, ...own } = objectOf(text)
  return typeof prompt === 'string' ? { prompt, own } : { prompt: text, own: {} }
}

function objectOf(text: string): Record<string, unknown> {
  if (!text.trimStart().startsWith('{')) return {}
  try {
    return JSON.parse(text) as Record<string, unknown>
  } catch {
    return {}
  }
}
