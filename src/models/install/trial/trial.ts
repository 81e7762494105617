import { UserError } from '../../../errors.ts'
import { count } from '../../../words.ts'
import type { ModelEntry } from '../../catalogue/catalogue.ts'
import { openFolder } from '../../runtime/load.ts'
import { onnxFile } from '../../runtime/onnx-file.ts'
import type { OnnxLanguageModel } from '../../runtime/onnx-model.ts'
import { readLocations } from '../local-folder.ts'
import { isCacheRight, readBothWays } from './cache.ts'
import { isSame, mixesRows } from './rows.ts'

/** What only opening a model and running it shows. */
export interface ModelFacts {
  readonly vocabularySize: number
  readonly contextLength: number
  readonly hiddenStates: boolean
  readonly chatTemplate: boolean
  /** True of every model that passed: where a graph mixes rows, they run one at a time. */
  readonly lanesIndependent: true
  readonly rowByRow: boolean
  readonly leastRows: number
  /** Files with weights apart from the graph. */
  readonly dataFiles: string[]
}

/** Letters, digits, punctuation, a space run, characters of two and four bytes. */
const PROBE = "The old man's 3 cats  sat; naïve, 100% sure. 😀"
/** A longer one for the forwards, in three beginnings. */
const BEGINNINGS = ['In the morning', 'Yesterday, when', 'Once upon a time']
const REST = ' the old house by the sea was as quiet as ever, and nobody there had heard of it before.'
/** Tokens of each text. */
const LENGTH = 20
/** The largest cache the stated context is tried with, in bytes. */
const LARGEST_CACHE = 2 ** 29

/**
 * Opens a folder as a model, tries it and lets it go: what passes here continues a text as its cache-less
 * graph would, and each of its rows alike whatever runs beside it.
 * @throws UserError `model-broken` or `model-unsupported`, naming what cannot be taken
 */
export async function tryModel(entry: ModelEntry, folder: string): Promise<ModelFacts> {
  const { facts, isRagged } = await tryAs({ ...entry, rowByRow: false, leastRows: 1 }, folder)
  if (!facts.rowByRow || !isRagged) return facts
  const inCompany = await tryAs({ ...entry, rowByRow: false, leastRows: 2 }, folder)
  return inCompany.facts.rowByRow ? facts : inCompany.facts
}

/** Tries it with forwards of `leastRows` rows at least. */
async function tryAs(
  entry: ModelEntry & { readonly leastRows: number },
  folder: string,
): Promise<{ facts: ModelFacts; isRagged: boolean }> {
  const model = await openFolder({ ...entry, contextLength: Number.POSITIVE_INFINITY }, folder)
  try {
    const { vocabularySize, hasHiddenStates } = model.info
    checkShape(entry.title, model)
    checkTokens(entry.title, model)
    checkText(entry.title, model)
    const rowByRow = await tryForwards(entry, model)
    const contextLength = await reachedContext(entry.title, model)
    const dataFiles = readLocations(entry.title, folder, onnxFile(entry))
    const facts: ModelFacts = {
      vocabularySize,
      contextLength,
      hiddenStates: hasHiddenStates,
      chatTemplate: model.renderChat !== undefined,
      lanesIndependent: true,
      rowByRow,
      leastRows: entry.leastRows,
      dataFiles,
    }
    return { facts, isRagged: model.slotFacts.isRagged }
  } finally {
    await model.release()
  }
}

const refuse = (title: string, reason: string) =>
  new UserError('model-unsupported', `${title} cannot be used: ${reason}.`)

function checkShape(title: string, { info, graph }: OnnxLanguageModel): void {
  if (graph.unknownInputs.length > 0) {
    const names = graph.unknownInputs.slice(0, 3).join(', ')
    throw refuse(
      title,
      `its graph asks for ${names}${graph.unknownInputs.length > 3 ? ' and others' : ''}, which this ` +
        'program does not know; it takes tokens, positions, a mask and a cache of keys and values',
    )
  }
  if (!graph.keepsCache) {
    throw refuse(
      title,
      'its graph carries no cache (past_key_values); export it for the task text-generation-with-past',
    )
  }
  for (const [names, value] of [
    ['vocab_size', info.vocabularySize],
    ['max_position_embeddings, n_positions, max_seq_len or the like', info.contextLength],
  ] as const) {
    if (!Number.isInteger(value) || value < 1) throw refuse(title, `its config.json states no ${names}`)
  }
}

/** A token that the model has no number for would be out of its reach. */
function checkTokens(title: string, { info, largestToken }: OnnxLanguageModel): void {
  const { id, name } = largestToken
  if (id < info.vocabularySize) return
  throw refuse(
    title,
    `its tokenizer has a token ${id} (${JSON.stringify(name)}), and its config.json states a ` +
      `vocabulary of ${count(info.vocabularySize)} tokens, from 0 to ${info.vocabularySize - 1}; the ` +
      'two are of different models',
  )
}

function checkText(title: string, model: OnnxLanguageModel): void {
  const tokens = model.encode(PROBE)
  const text = Buffer.concat(tokens.map((token) => model.bytesOf(token))).toString('utf8')
  // SentencePiece puts a space before the first word.
  if (tokens.length === 0 || text.trimStart() !== PROBE) {
    throw refuse(
      title,
      `its tokenizer does not give a text back: ${JSON.stringify(PROBE)} became ${JSON.stringify(text)}`,
    )
  }
}

/** @returns whether rows have to run one at a time */
async function tryForwards({ title, dtype }: ModelEntry, model: OnnxLanguageModel): Promise<boolean> {
  const prompts = promptsFor(model)
  const tokens = prompts[0]!
  const both = await running(title, 'one step of it failed', () => readBothWays(model, tokens))
  checkLogits(title, model, both.stepped)
  const again = await readBothWays(model, tokens)
  if (!isSame(both.whole, again.whole) || !isSame(both.stepped, again.stepped))
    throw refuse(title, 'its graph gives other logits each time it reads the same text')
  if (!isCacheRight(dtype, both)) {
    throw refuse(
      title,
      'with its cache (past_key_values) it answers otherwise than without; the export is at fault, ' +
        'make it anew with another exporter or version',
    )
  }
  const next = Array.from(
    { length: 16 },
    (_, row) => (7 * row + 11) % Math.min(256, model.info.vocabularySize),
  )
  return running(title, 'several rows side by side failed', () => mixesRows(model, { prompts, next }))
}

/** Equally long texts of the model's own tokens. */
function promptsFor(model: OnnxLanguageModel): number[][] {
  const length = Math.max(2, Math.min(LENGTH, Math.floor(model.info.contextLength / 2)))
  return BEGINNINGS.map((beginning) => [...model.info.beginOfText, ...model.encode(beginning + REST)]).map(
    (tokens) => Array.from({ length }, (_, index) => tokens[index % tokens.length]!),
  )
}

function checkLogits(title: string, { info }: OnnxLanguageModel, logits: Float32Array): void {
  if (logits.length !== info.vocabularySize) {
    throw refuse(
      title,
      `it gives ${count(logits.length)} logits for ${count(info.vocabularySize)} tokens (vocab_size ` +
        'of its config.json)',
    )
  }
  if (logits.some((logit) => Number.isNaN(logit) || logit === Number.POSITIVE_INFINITY))
    throw refuse(title, 'it gives logits that are no numbers (NaN); its dtype may be too small for it')
}

/**
 * The context that the configuration states where its last token answers, or as much of it as a trial may
 * take; else as far as the graph answers.
 * @throws UserError where it does not answer far enough to be tried
 */
async function reachedContext(title: string, model: OnnxLanguageModel): Promise<number> {
  const { contextLength } = model.info
  const length = Math.min(contextLength, Math.floor(LARGEST_CACHE / model.slotFacts.bytesPerToken))
  const failure = await failureAt(model, length)
  if (failure === undefined) return contextLength
  let [reached, failed] = [0, length]
  while (failed - reached > 1) {
    const middle = Math.floor((reached + failed) / 2)
    if ((await failureAt(model, middle)) === undefined) reached = middle
    else failed = middle
  }
  if (reached >= 2 * LENGTH) return reached
  throw refuse(
    title,
    `its config.json states a context of ${count(contextLength)} tokens, and token ${reached + 1} ` +
      `fails: ${failure}`,
  )
}

async function failureAt(model: OnnxLanguageModel, length: number): Promise<string | undefined> {
  try {
    return (await model.tryAt(length)).some(Number.isNaN) ? 'its logits are no numbers (NaN)' : undefined
  } catch (error) {
    return firstLine(error)
  }
}

const firstLine = (error: unknown): string => (error as Error).message.split('\n')[0]!.replace(/\.$/, '')

async function running<Result>(title: string, what: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work()
  } catch (error) {
    throw refuse(title, `${what}: ${firstLine(error)}`)
  }
}
