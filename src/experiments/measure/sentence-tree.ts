import type { LanguageModel } from '../../decoding/model.ts'
import { encodeDocument } from '../../runs/request/prompt.ts'

/** A beginning that several sentences share, and what came next in each of them. */
export interface Beginning {
  /** Token ids from the start of the sentence; none for the start itself. */
  readonly tokens: readonly number[]
  /** How many sentences went on with each token. */
  readonly next: ReadonlyMap<number, number>
  /** Sentences with this beginning that go on. */
  readonly sentences: number
}

/** Sentences a beginning must have, so that what came next is most of what may. */
const FEWEST = 50
/** Tokens of a beginning: longer ones are too rare in a few books. */
const DEEPEST = 4
/** Characters of a sentence that are encoded: enough for the deepest beginning and one token more. */
const CHARACTERS = 80

/** A sentence ends with its mark and closing quotes, before a space and a capital letter or a quote. */
const BETWEEN = /(?<=[.!?]["')]{0,2}) (?=["'A-Z])/

/** The sentences of documents whose paragraphs are lines. */
export const sentencesOf = (documents: readonly string[]): string[] =>
  documents
    .flatMap((document) => document.split('\n'))
    .flatMap((paragraph) => paragraph.trim().split(BETWEEN))
    .filter((sentence) => /^["']?[A-Z]/.test(sentence))

/**
 * The beginnings that enough sentences share, most shared first: after each of them the tokens that people
 * went on with are known to be plausible. The whole context is kept, since a sentence's beginning is all that
 * the model reads. Zhou et al. 2025, arXiv 2408.13586 (context-preserving trie), on one text instead of an
 * encyclopedia.
 */
export function beginningsOf(
  model: LanguageModel,
  documents: readonly string[],
  fewest = FEWEST,
): { readonly sentences: number; readonly beginnings: readonly Beginning[] } {
  const lead = model.info.beginOfText.length
  const encoded = sentencesOf(documents).map((sentence) =>
    encodeDocument(model, sentence.slice(0, CHARACTERS)).slice(lead, lead + DEEPEST + 1),
  )
  const found = new Map<string, { tokens: readonly number[]; next: Map<number, number>; sentences: number }>()
  for (const tokens of encoded) {
    for (let depth = 0; depth < tokens.length; depth++) {
      const key = tokens.slice(0, depth).join()
      const known = found.get(key) ?? { tokens: tokens.slice(0, depth), next: new Map(), sentences: 0 }
      found.set(key, known)
      known.next.set(tokens[depth]!, (known.next.get(tokens[depth]!) ?? 0) + 1)
      known.sentences++
    }
  }
  const beginnings = [...found.values()].filter(({ sentences }) => sentences >= fewest)
  return {
    sentences: encoded.length,
    beginnings: beginnings.sort((a, b) => b.sentences - a.sentences || (a.tokens < b.tokens ? -1 : 1)),
  }
}

/**
 * The share of what may come next that was not seen, estimated by what was seen once (Good 1953): plausible
 * tokens that count as implausible.
 */
export const unseenShare = ({ next, sentences }: Beginning): number =>
  [...next.values()].filter((count) => count === 1).length / sentences
