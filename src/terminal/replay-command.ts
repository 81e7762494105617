import { createEngine } from '../engine/local-engine.ts'
import { UserError } from '../errors.ts'
import { toJson } from '../runs/json.ts'
import { replay } from '../runs/replay/replay.ts'
import { type Difference, type Replay, recordedWords } from '../runs/replay/replay-report.ts'
import { modelsOf, parseRunFile } from '../runs/replay/run-file.ts'
import { plural } from '../words.ts'
import type { Command } from './command.ts'
import { oneFile, readInput } from './read-input.ts'

export const replayCommand: Command = {
  name: 'replay',
  operands: 'FILE|-',
  summary: 'Run an exported run again and report whether every token is the same.',
  options: { json: { type: 'boolean', help: 'print the comparison as JSON' } },
  async run({ options, operands }, terminal) {
    const recording = parseRunFile(jsonOf(await readInput(oneFile(operands, 'replay'))))
    const library = await terminal.openLibrary()
    try {
      const environment = await library.environment(modelsOf(recording.request, library.defaultId))
      const result = await replay(createEngine(library), recording, environment, terminal.signal)
      if (!result) return
      terminal.print(options.json ? toJson(result, 2) : asText(result))
      if (!result.isSame) throw new UserError('replay-differs', 'The replay is not the recorded run.')
    } finally {
      await library.release()
    }
  },
}

/** Numbers that JSON lacks were written as strings and stay so: a replay compares tokens. */
function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new UserError(
      'bad-run-file',
      'This file is not JSON; give the JSON that Export or run --record wrote.',
    )
  }
}

function asText({ isSame, texts, tokens, difference, changes }: Replay): string {
  const compared = `${plural(texts, 'text')}, ${plural(tokens, 'token')}`
  const head = isSame ? `every token is the same: ${compared}` : differenceText(difference!)
  const why =
    changes.length > 0 ? changes : ['Model files, precision, versions and processor are those of the file.']
  return [head, ...(isSame && changes.length === 0 ? [] : why.map((change) => `  ${change}`))].join('\n')
}

function differenceText(difference: Difference): string {
  const { lane, sample, branch, step, replayed } = difference
  const where = `lane ${lane + 1}, sample ${sample + 1}${branch === null ? '' : `, branch ${branch + 1}`}`
  const is = replayed ? `${replayed.token} ${JSON.stringify(replayed.text)}` : 'the end of the text'
  return `first difference: ${where}, token ${step + 1}: recorded ${recordedWords(difference)}, now ${is}`
}
