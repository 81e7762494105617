import { UserError } from '../errors.ts'
import type { ModelListing } from '../models/library.ts'
import { toJson } from '../runs/json.ts'
import type { Command, Terminal } from './command.ts'

export const modelsCommand: Command = {
  name: 'models',
  operands: '[get ID]',
  summary: 'List the models on offer; "get" fetches one from the hub and keeps it.',
  options: { json: { type: 'boolean', help: 'print the list as JSON' } },
  async run({ options, operands: [verb, id, ...rest] }, terminal) {
    if (verb === undefined) {
      const models = (await terminal.openLibrary()).list()
      terminal.print(options.json ? toJson(models, 2) : models.map(asLine).join('\n'))
      return
    }
    if (verb !== 'get' || id === undefined || rest.length > 0) {
      throw new UserError('bad-arguments', 'Expected "models" or "models get ID"; "models" lists the ids.')
    }
    await get(id, terminal)
  },
}

async function get(id: string, terminal: Terminal): Promise<void> {
  const library = await terminal.openLibrary()
  let percent = -1
  const onProgress = ({ loaded, total }: { loaded: number; total: number }) => {
    const now = total > 0 ? Math.floor((100 * loaded) / total) : 0
    if (now !== percent) terminal.note(`Fetching ${id}, ${now}%`)
    percent = now
  }
  await library.load(id, { onProgress, signal: terminal.signal })
  await library.release()
  terminal.print(`${id} is ready.`)
}

function asLine({ id, title, parameters, dtype, licence, state }: ModelListing): string {
  const size = `${(parameters / 1e6).toFixed(0)}M`
  return [id.padEnd(16), title.padEnd(16), size.padStart(5), dtype.padEnd(5), licence.padEnd(11), state].join(
    '  ',
  )
}
