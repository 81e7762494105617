import { createEngine } from '../engine/local-engine.ts'
import type { ModelEntry } from '../models/catalogue/catalogue.ts'
import { toJson } from '../runs/json.ts'
import { modelsOf, runFile } from '../runs/replay/run-file.ts'
import { DEFAULT_LANES, DEFAULT_MAX_TOKENS, DEFAULT_SAMPLES } from '../runs/request/request.ts'
import { growBranches, withBranches } from '../runs/run/branch.ts'
import { formatBranch, parseBranch } from '../runs/run/branch-notation.ts'
import { createCollector } from '../runs/run/collect.ts'
import type { RunEvent } from '../runs/run/events.ts'
import { fullTrialTable } from '../runs/trials/table.ts'
import { tableText } from '../runs/trials/table-text.ts'
import { engineProfiles } from '../strategies/engines/profiles.ts'
import type { Command, Terminal } from './command.ts'
import { deviceOption, takeDevice } from './device-option.ts'
import { lanesNote } from './model-words.ts'
import { readInput } from './read-input.ts'
import { checkForms, requestFrom } from './run-options.ts'
import { runPrompts } from './run-prompts.ts'
import { runReport } from './run-report.ts'
import { JSON_OPTION, SEED_OPTION } from './shared-options.ts'

export const runCommand: Command = {
  name: 'run',
  summary: 'Continue a prompt with several lanes side by side.',
  options: {
    ...deviceOption,
    prompt: { type: 'string', value: 'TEXT', help: 'the text to continue; - reads it from standard input' },
    prompts: {
      type: 'string',
      value: 'FILE',
      help:
        'continue every line of a file (- for standard input), a text or a JSON object with a prompt ' +
        'and options of its own; prints a JSON result a line, and one table of all at the end',
    },
    seeds: {
      type: 'string',
      value: 'S,S,...',
      help:
        'with --prompts: continue every prompt with each; prompt i runs with the seed 1000 S + i, ' +
        'counted from 0',
    },
    table: {
      type: 'boolean',
      help: 'print one table of all texts: means, 95% intervals, differences; with --json as JSON',
    },
    out: {
      type: 'string',
      value: 'DIR',
      help:
        'with --prompts: write results, the table, every text and token as Parquet, and a methods ' +
        'paragraph with BibTeX',
    },
    distributions: {
      type: 'boolean',
      help: "with --out: the model's whole distribution at every step too, as float32 log-probabilities",
    },
    lane: {
      type: 'string',
      multiple: true,
      value: 'CHAIN',
      help:
        `a chain, once for each lane; default ${DEFAULT_LANES.join(', ')}; CHAIN@ID runs it on a ` +
        'model of its own',
    },
    engine: {
      type: 'string',
      multiple: true,
      value: 'ID',
      help: `run each lane's steps in this engine's order: ${engineProfiles.map(({ id }) => id).join(', ')}`,
    },
    model: {
      type: 'string',
      value: 'ID',
      help: 'the model of lanes that name none; default the built-in one',
    },
    chat: {
      type: 'boolean',
      help: 'put the prompt to a model made for conversations in its own chat template',
    },
    'max-tokens': { type: 'string', value: 'N', help: `new tokens a sample; default ${DEFAULT_MAX_TOKENS}` },
    seed: SEED_OPTION,
    coupling: {
      type: 'string',
      value: 'HOW',
      help: 'how lanes that sample share chance: inverse-cdf (the default) or gumbel-max',
    },
    samples: { type: 'string', value: 'N', help: `samples a lane; default ${DEFAULT_SAMPLES}` },
    stop: {
      type: 'string',
      multiple: true,
      value: 'TEXT',
      help: 'end a text with the token that completes TEXT; \\n is a line break; several may be given',
    },
    heal: {
      type: 'boolean',
      help: "token healing: take the prompt's last token back and let the first one begin with its text",
    },
    literal: {
      type: 'boolean',
      help: 'read text in the prompt that spells a special token as plain text',
    },
    trace: {
      type: 'boolean',
      help: "list each step's 40 most likely tokens and what each step of the chain left",
    },
    branch: {
      type: 'string',
      multiple: true,
      value: 'AT',
      help:
        'take a text up elsewhere: LANE.SAMPLE.STEP:TOKEN or LANE.SAMPLE.STEP=TEXT, counted from 1; in ' +
        'order',
    },
    json: JSON_OPTION,
    record: {
      type: 'boolean',
      help: 'print a file that replay takes: the result, its settings, and what computed it',
    },
    events: { type: 'boolean', help: 'print every event as it happens, one JSON object a line' },
  },
  async run({ options }, terminal) {
    takeDevice(options)
    checkForms(options)
    if (options.prompts !== undefined) {
      const file = await readInput(String(options.prompts))
      const library = await terminal.openLibrary()
      return runPrompts(file, options, library, terminal).finally(() => library.release())
    }
    const branches = ((options.branch as readonly string[] | undefined) ?? []).map(parseBranch)
    const request = requestFrom(options, await promptOf(String(options.prompt)))
    const library = await terminal.openLibrary()
    const collector = createCollector()
    const onEvent = (event: RunEvent) => {
      collector.receive(event)
      if (options.events) terminal.print(toJson(event))
      else noteProgress(event, terminal)
    }
    try {
      const engine = createEngine(library)
      await engine.start(request, onEvent, terminal.signal)
      for (const id of modelsOf(request, library.defaultId)) noteLanes(library.find(id), terminal)
      if (options.events || !collector.hasStarted()) return
      const result = collector.result()
      const grown = await growBranches(engine, request, result, branches, terminal.signal)
      if (options.record) {
        const environment = await library.environment(modelsOf(request, library.defaultId))
        terminal.print(toJson(runFile(request, environment, result, grown), 2))
      } else if (options.table) {
        const table = fullTrialTable([{ prompt: 0, result }])
        terminal.print(options.json ? toJson(table, 2) : tableText(table))
      } else {
        const shown = withBranches(result, grown)
        const notations = grown.length > 0 && { branches: grown.map(formatBranch) }
        terminal.print(options.json ? toJson({ ...shown, ...notations }, 2) : runReport(shown, grown))
      }
    } finally {
      await library.release()
    }
  },
}

/** A prompt, or what standard input holds: without the newline that ends a text file. */
const promptOf = async (prompt: string): Promise<string> =>
  prompt === '-' ? (await readInput('-')).replace(/\r?\n$/, '') : prompt

/** Why several lanes of some models take long. */
function noteLanes(entry: ModelEntry, terminal: Terminal): void {
  const note = entry.rowByRow && lanesNote(entry)
  if (note) terminal.note(note)
}

function noteProgress(event: RunEvent, terminal: Terminal): void {
  if (event.type === 'run-start') for (const { message } of event.notes ?? []) terminal.note(message)
  if (event.type !== 'loading' || event.total === 0) return
  terminal.note(`Loading ${event.model}, ${Math.round((100 * event.loaded) / event.total)}%`)
}
