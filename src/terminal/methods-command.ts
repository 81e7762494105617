import { UserError } from '../errors.ts'
import type { Environment } from '../models/environment.ts'
import { factsOfRun } from '../runs/methods/facts.ts'
import { methodsText } from '../runs/methods/methods.ts'
import { shownRunFileSchema } from '../runs/replay/run-file-schema.ts'
import { strategyDescriptions } from '../strategies/registry.ts'
import type { Command } from './command.ts'
import { oneFile, readInput } from './read-input.ts'

export const methodsCommand: Command = {
  name: 'methods',
  operands: 'FILE|-',
  summary:
    'Write how a run was made, for a paper, and its references as BibTeX, from a file of run ' +
    '--record or Export.',
  options: {},
  async run({ operands }, { print }) {
    const { request, environment, file } = readFile(await readInput(oneFile(operands, 'methods')))
    const facts = factsOfRun(environment, request, file)
    print(methodsText(facts, strategyDescriptions))
  },
}

/** @throws UserError `bad-run-file` */
function readFile(text: string) {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw bad('Expected a run file, which is JSON, and this is none; save one with run --record.')
  }
  const { success, data } = shownRunFileSchema.safeParse(value)
  if (!success || data.environment === undefined) {
    throw bad(
      'Expected a run file that names what computed it; save one with Export on the page, or run --record.',
    )
  }
  return { request: data.request, environment: data.environment as Environment, file: data }
}

const bad = (message: string) => new UserError('bad-run-file', message)
