import { UserError } from '../errors.ts'
import type { ModelLibrary } from '../models/library.ts'
import type { ModelListing } from '../models/model-listing.ts'
import { toJson } from '../runs/json.ts'
import { count, sizeText } from '../words.ts'
import { checkList } from './check-models.ts'
import type { Command, CommandInput, Terminal } from './command.ts'
import { lanesNote, lanesWord, repositoryWords } from './model-words.ts'

export const modelsCommand: Command = {
  name: 'models',
  operands: '[get ID | look ORG/NAME | remove ID | add PATH | check]',
  summary:
    'List the models; "get" fetches one of the list, or any repository of the hub by its name ' +
    '(ORG/NAME), and keeps it; "look" lists what a repository offers and fetches nothing; "remove" ' +
    'deletes one, "add" takes a folder of yours in the layout of transformers.js, or a GGUF file.',
  options: {
    dtype: { type: 'string', value: 'DTYPE', help: 'get, add: which export, for example q8, q4 or fp32' },
    id: { type: 'string', value: 'ID', help: 'add: what to call the model; default made from the path' },
    'accept-terms': { type: 'boolean', help: 'get: accepts the terms of a model that has some' },
    copy: { type: 'boolean', help: "add: copy a folder's files instead of linking to them" },
    json: { type: 'boolean', help: 'print the list as JSON' },
  },
  async run(input, terminal) {
    const [verb, operand, ...rest] = input.operands
    const action = verb === undefined ? list : Object.hasOwn(ACTIONS, verb) ? ACTIONS[verb] : undefined
    const isAlone = verb === undefined || verb === 'check'
    if (!action || isAlone !== (operand === undefined) || rest.length > 0) {
      throw new UserError(
        'bad-arguments',
        'Expected "models", "models get ID", "models look ORG/NAME", "models remove ID", "models add ' +
          'PATH" or "models check"; "models" lists the ids.',
      )
    }
    const library = await terminal.openLibrary()
    await action({ library, terminal, operand: operand ?? '', options: input.options })
  },
}

interface Call {
  readonly library: ModelLibrary
  readonly terminal: Terminal
  readonly operand: string
  readonly options: CommandInput['options']
}

const ACTIONS: Readonly<Record<string, (call: Call) => Promise<void>>> = { get, look, remove, add, check }

async function list({ library, terminal, options }: Call): Promise<void> {
  const models = library.list()
  terminal.print(options.json ? toJson(models, 2) : models.map(asLine).join('\n'))
}

async function get({ library, terminal, operand, options }: Call): Promise<void> {
  const dtype = options.dtype === undefined ? undefined : String(options.dtype)
  const asked = operand.includes('/') ? (await lookUp(library, operand, terminal)).id : operand
  const { id } = library.find(asked, dtype)
  await library.install(id, {
    acceptsTerms: options['accept-terms'] === true,
    onProgress: noteProgress(`Fetching ${id}`, terminal),
    signal: terminal.signal,
  })
  terminal.print(`${id} is ready.`)
  noteLanes(library.find(id), terminal)
}

/** What a repository offers, printed before anything of it is fetched. */
async function lookUp(library: ModelLibrary, repository: string, terminal: Terminal): Promise<ModelListing> {
  const found = await library.lookUp(repository, terminal.signal)
  terminal.note(repositoryWords(found))
  return found
}

async function look({ library, terminal, operand, options }: Call): Promise<void> {
  const found = await library.lookUp(operand, terminal.signal)
  terminal.print(options.json ? toJson(found, 2) : repositoryWords(found))
}

/** For whoever keeps the list: what has moved on the hub. */
async function check({ library, terminal }: Call): Promise<void> {
  const lines = await checkList(library, terminal.signal)
  for (const line of lines) terminal.print(line.text)
  const wrong = lines.filter(({ isRight }) => !isRight).length
  if (wrong > 0)
    throw new UserError('list-outdated', `${wrong} of ${lines.length} entries of models.json need a look.`)
}

async function remove({ library, terminal, operand }: Call): Promise<void> {
  const found = library.list().find(({ id }) => id === operand)
  await library.remove(operand)
  const bytes = found ? found.cacheBytes + found.keptBytes : 0
  terminal.print(
    bytes > 0 ? `${operand} is removed; that freed ${sizeText(bytes)}.` : `${operand} is removed.`,
  )
}

async function add({ library, terminal, operand, options }: Call): Promise<void> {
  const { dtype, id, copy } = options
  const added = await library.add(operand, {
    ...(dtype !== undefined && { dtype: String(dtype) }),
    ...(id !== undefined && { id: String(id) }),
    ...(copy === true && { copy }),
    onProgress: noteProgress('Converting', terminal),
    signal: terminal.signal,
  })
  terminal.print(
    `${added.id} is on the list, with ${count(added.contextLength)} tokens of context: run --model ` +
      `${added.id}.`,
  )
  noteLanes(added, terminal)
}

function noteLanes(entry: Parameters<typeof lanesNote>[0], terminal: Terminal): void {
  const note = lanesNote(entry)
  if (note !== undefined) terminal.note(note)
}

/** A line each time another whole percent, or another stage, has been reached. */
function noteProgress(what: string, terminal: Terminal) {
  let last = ''
  return ({ loaded, total, stage }: { loaded: number; total: number; stage?: string }) => {
    const percent = total > 0 ? `${Math.floor((100 * loaded) / total)}%` : ''
    const line = [what, stage, percent, total > 0 && !stage ? `of ${sizeText(total)}` : '']
      .filter(Boolean)
      .join(', ')
      .replace('%, of', '% of')
    if (line !== last) terminal.note(line)
    last = line
  }
}

function asLine(model: ModelListing): string {
  const { id, parameters, dtype, offers, licence, state, diskBytes } = model
  const millions = parameters === undefined ? '' : `${(parameters / 1e6).toFixed(0)}M`
  const size = diskBytes > 0 ? sizeText(diskBytes) : offers[0]?.bytes ? `~${sizeText(offers[0].bytes)}` : ''
  return [
    id.padEnd(24),
    millions.padStart(5),
    (offers.map((one) => one.dtype).join(' ') || dtype).padEnd(12),
    licence.padEnd(11),
    size.padStart(8),
    state.padEnd(11),
    lanesWord(model),
  ].join('  ')
}
