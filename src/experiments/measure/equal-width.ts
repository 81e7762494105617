import type { LanguageModel } from '../../decoding/model.ts'
import { documentLead } from '../../runs/request/prompt.ts'
import type { RandomStream } from '../../sampling/random.ts'
import { hashOf } from '../harness/hash.ts'
import type { ComputeOnce } from '../harness/journal.ts'
import { firstWindows, splitDocuments } from './human.ts'
import { type Level, measureLevels } from './matched-steps.ts'
import { roundNumbers } from './rounding.ts'
import { beginningsOf, unseenShare } from './sentence-tree.ts'

/** Truncation steps at equal mean width, on what people wrote. */
export interface EqualWidth {
  /** Which works the text is from, and its SHA-256: shipped figures may be of several texts. */
  readonly source: { readonly works: string; readonly text: string }
  /** One human token at each of some places of documents. */
  readonly text: { readonly documents: number; readonly tokens: number; readonly levels: readonly Level[] }
  /** Beginnings of sentences, and every token that people went on with. */
  readonly beginnings: {
    readonly sentences: number
    readonly count: number
    /** Mean share of what may come next that was not seen; it counts as risk. */
    readonly unseen: number
    readonly levels: readonly Level[]
  }
}

/** Tokens of a document that are read, and how many places of it are judged. */
const WINDOW = 512
const PLACES = 32
/** Bytes of logits held at once: a model with many tokens is judged at fewer places. */
const MOST_BYTES = 128e6

/**
 * Every truncation step at the mean width of nuclei: what it keeps of human text, and how much of what it
 * keeps nobody wrote. The recall is on places of documents, spread evenly; the risk is on beginnings that
 * many sentences share. Widths are matched on the very rows that are judged.
 * @param onProgress gets the share that is done, of the most there can be to do
 * @throws UserError `human-text-short`
 */
export async function measureEqualWidth(
  model: LanguageModel,
  { text, works }: { readonly text: string; readonly works: string },
  windows: number,
  computeOnce: ComputeOnce,
  chance: RandomStream,
  onProgress: (share: number) => void,
): Promise<EqualWidth> {
  const documents = splitDocuments(text)
  const source = { works, text: hashOf(text) }
  return computeOnce(`equal width ${source.text.slice(0, 16)} ${windows}`, async () =>
    roundNumbers({
      source,
      text: await onText(model, documents, windows, chance, (share) => onProgress(share / 2)),
      beginnings: await onBeginnings(model, documents, chance, (share) => onProgress((1 + share) / 2)),
    }),
  )
}

async function onText(
  model: LanguageModel,
  documents: readonly string[],
  windows: number,
  chance: RandomStream,
  onProgress: (share: number) => void,
): Promise<EqualWidth['text']> {
  const { contextLength, vocabularySize } = model.info
  const lead = documentLead(model.info)
  const length = Math.min(WINDOW, contextLength) - lead.length
  const chosen = firstWindows(model, documents, length, windows)
  const places = Math.min(PLACES, Math.floor(MOST_BYTES / (4 * vocabularySize * chosen.length)))
  const every = Math.floor(length / places)
  const groups = []
  for (const tokens of chosen) {
    const read: Float32Array[] = []
    const next: ReadonlyMap<number, number>[] = []
    let index = lead.length === 0 ? 1 : 0
    // The first places have little before them, which is how texts begin: they count like the others.
    for await (const { logits } of model.evaluate([...lead, ...tokens.slice(0, -1)])) {
      if (index % every === every - 1) {
        read.push(logits.slice())
        next.push(new Map([[tokens[index]!, 1]]))
      }
      index++
    }
    groups.push(read.map((logits, place) => ({ logits, next: next[place]! })))
  }
  return {
    documents: chosen.length,
    tokens: groups.flat().length,
    levels: await measureLevels(groups, chance, false, onProgress),
  }
}

async function onBeginnings(
  model: LanguageModel,
  documents: readonly string[],
  chance: RandomStream,
  onProgress: (share: number) => void,
): Promise<EqualWidth['beginnings']> {
  const { sentences, beginnings } = beginningsOf(model, documents)
  const lead = documentLead(model.info)
  const most = Math.floor(MOST_BYTES / (4 * model.info.vocabularySize))
  const read = beginnings.filter(({ tokens }) => lead.length + tokens.length > 0).slice(0, most)
  const groups = []
  for (const { tokens, next } of read) {
    let last: Float32Array | undefined
    for await (const { logits } of model.evaluate([...lead, ...tokens])) last = logits.slice()
    groups.push([{ logits: last!, next }])
  }
  return {
    sentences,
    count: read.length,
    unseen: read.reduce((sum, one) => sum + unseenShare(one), 0) / Math.max(1, read.length),
    levels: groups.length < 2 ? [] : await measureLevels(groups, chance, true, onProgress),
  }
}
