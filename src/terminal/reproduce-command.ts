import { join, resolve } from 'node:path'
import { UserError } from '../errors.ts'
import { writtenCommand } from '../experiments/harness/command.ts'
import type { Experiment } from '../experiments/harness/definition.ts'
import {
  begunAt,
  journalIn,
  removeOthersTexts,
  writeFolder,
  writeManifest,
} from '../experiments/harness/folder.ts'
import { type JournalFile, openJournal } from '../experiments/harness/journal.ts'
import { codeVersion, weightsHash } from '../experiments/harness/provenance.ts'
import { type Reproduction, reproduce } from '../experiments/harness/reproduce.ts'
import type { Provenance } from '../experiments/harness/result.ts'
import { fullSetting, quickSetting, type Setting } from '../experiments/harness/settings.ts'
import { shippedResults } from '../experiments/harness/shipped.ts'
import { HUMAN_FILE, type HumanSource } from '../experiments/measure/human-figures.ts'
import { experiments } from '../experiments/registry.ts'
import type { ModelEntry } from '../models/catalogue/catalogue.ts'
import type { ModelLibrary } from '../models/library.ts'
import { plural } from '../words.ts'
import { spreadBatches } from '../workers/spread.ts'
import type { Command, CommandInput } from './command.ts'
import { coordinatorFor } from './coordinator-for.ts'
import { deviceOption, takeDevice } from './device-option.ts'
import { prepareOutput } from './file-fault.ts'
import { readInput } from './read-input.ts'
import { reportOutcome } from './reproduce-report.ts'
import { MODEL_OPTION } from './shared-options.ts'

const DEFAULT_OUT = 'reproduction'

type Options = CommandInput['options']

export const reproduceCommand: Command = {
  name: 'reproduce',
  operands: '[NAME...]',
  summary: "Make the texts behind the paper's claims, and check the claims.",
  options: {
    ...deviceOption,
    model: MODEL_OPTION,
    quick: { type: 'boolean', help: 'fewer and shorter texts: a few minutes instead of half an hour' },
    out: {
      type: 'string',
      value: 'DIR',
      help: `where results go; default ${DEFAULT_OUT}. After a stop, the same command goes on`,
    },
    human: {
      type: 'string',
      value: 'FILE',
      help: 'human text to measure, documents separated by <|endoftext|>; default the shipped figures',
    },
    'human-works': { type: 'string', value: 'TEXT', help: 'which works that text is from, for the record' },
    json: { type: 'boolean', help: 'print the results as JSON' },
  },
  async run({ options, operands }, terminal) {
    takeDevice(options)
    const chosen = choose(operands)
    const setting = options.quick ? quickSetting : fullSetting
    const command = writtenCommand({
      names: operands,
      model: typeof options.model === 'string' ? options.model : undefined,
      isQuick: options.quick === true,
      hasHuman: options.human !== undefined,
    })
    const source = await sourceOf(options, command)
    const out = resolve(typeof options.out === 'string' ? options.out : DEFAULT_OUT)
    const { note, signal } = terminal
    const library = await terminal.openLibrary()
    try {
      const model = await library.load(typeof options.model === 'string' ? options.model : undefined)
      prepareOutput(out)
      const entry = library.list().find(({ id }) => id === model.info.id)!
      const { processor } = await library.environment([])
      const weights = { hash: await weightsHash(model, entry), processor }
      const provenance = provenanceOf(entry, weights, setting, out, command)
      const removed = removeOthersTexts(out, provenance)
      if (removed) note(removed)
      writeManifest(out, provenance)
      const journal = openJournal(journalIn(out))
      if (journal.count() > 0) note(`Going on after ${jobsIn(journal)} that an earlier run finished.`)
      const coordinator = await coordinatorFor(library, terminal)
      try {
        const about = { model: entry.id, dependsOnBatch: !entry.lanesIndependent }
        const outcome = await reproduce({
          model,
          dependsOnBatch: !entry.lanesIndependent,
          openRecast: (to) => library.openRecast(entry.id, to),
          experiments: chosen,
          setting,
          journal,
          provenance,
          human: humanOf(source, setting, entry, library),
          note,
          signal,
          ...(coordinator && { spread: spreadBatches(coordinator, about) }),
        })
        writeFolder(out, outcome)
        reportOutcome(outcome, out, options.json === true, terminal)
      } catch (error) {
        if (signal.aborted) note(`Stopped after ${jobsIn(journal)}; the same command goes on from there.`)
        throw error
      } finally {
        await coordinator?.close()
        journal.close()
      }
    } finally {
      await library.release()
    }
  },
}

const jobsIn = (journal: JournalFile): string => plural(journal.count(), 'job')

function choose(names: readonly string[]): Experiment[] {
  const known = experiments.map(({ id }) => id)
  const stray = names.find((name) => !known.includes(name))
  if (stray !== undefined) {
    throw new UserError(
      'bad-arguments',
      `There is no experiment "${stray}"; choose from ${known.join(', ')}.`,
    )
  }
  return experiments.filter(({ id }) => names.length === 0 || names.includes(id))
}

async function sourceOf(
  { human, 'human-works': works }: Options,
  command: string,
): Promise<HumanSource | undefined> {
  if (typeof human !== 'string') return undefined
  return {
    text: await readInput(human),
    works: typeof works === 'string' ? works : 'works not named',
    command,
  }
}

/** Human figures are measured for the settings that will be shipped, or read where they were shipped. */
function humanOf(
  source: HumanSource | undefined,
  setting: Setting,
  { id }: ModelEntry,
  { defaultId }: ModelLibrary,
): Reproduction['human'] {
  if (source) return { source, settings: setting === fullSetting ? [fullSetting, quickSetting] : [setting] }
  return { path: join(shippedResults, id === defaultId ? '' : id, HUMAN_FILE) }
}

function provenanceOf(
  { id }: ModelEntry,
  { hash, processor }: { readonly hash: string; readonly processor: string },
  setting: Setting,
  out: string,
  command: string,
): Provenance {
  const run = {
    model: id,
    hash,
    setting: setting.name,
    prompts: {
      openings: setting.prompts,
      tokens: setting.contextTokens,
      newTokens: setting.maxTokens,
    },
    seeds: setting.seeds,
    version: codeVersion(),
    processor,
    command,
  }
  return { ...run, date: begunAt(out, run) }
}
