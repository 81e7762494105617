import { RE2JS } from 're2js'

/** Phrases to find, as they are written. */
export interface PhraseSettings {
  /** Phrases with | between them; or one regular expression in RE2's syntax. */
  readonly phrases: string
  /** Whether a phrase is whole words, may be a part of one, or is a regular expression. */
  readonly match: 'word' | 'anywhere' | 'regex'
  readonly case: 'ignore' | 'keep'
}

/** Where a phrase is, in UTF-16 units of the text. */
interface FoundPhrase {
  readonly start: number
  readonly text: string
}

/**
 * Finds a phrase in a growing text.
 * @param behind where a phrase must end behind, in UTF-16 units
 * @param isWhole whether nothing can follow: what might still become another word counts only then
 */
type FindPhrase = (text: string, behind: number, isWhole: boolean) => FoundPhrase | undefined

/** Longest match, in characters: what a token completes begins no further back. */
export const LONGEST_MATCH = 400

/** Most instructions of a compiled expression: its time is at most this times the characters looked at. */
const LARGEST_PROGRAM = 4000

const LETTER = /^[\p{L}\p{N}_]$/u
const BEFORE = '(?:^|[^\\p{L}\\p{N}_])'
const BEHIND = '(?:$|[^\\p{L}\\p{N}_])'

/** What is wrong with phrases, in a sentence; undefined where nothing is. */
export function phraseFault(settings: PhraseSettings): string | undefined {
  try {
    const size = compile(settings)?.programSize() ?? 0
    if (size <= LARGEST_PROGRAM) return undefined
    return (
      `the expression compiles to ${size} instructions and ${LARGEST_PROGRAM} are allowed; write ` +
      'smaller counts or fewer phrases.'
    )
  } catch (error) {
    if (!(error instanceof Error)) throw error
    return (
      `expected a regular expression of RE2, got "${settings.phrases}" ` +
      `(${error.message.replace('error parsing regexp: ', '')}).`
    )
  }
}

/** Linear-time: RE2 has no backtracking, so no expression can hold the others up. */
function compile({ phrases, match, case: letters }: PhraseSettings): RE2JS | undefined {
  const flags = letters === 'ignore' ? RE2JS.CASE_INSENSITIVE : 0
  if (match === 'regex') return phrases === '' ? undefined : RE2JS.compile(phrases, flags)
  const parts = phrases.split('|').filter((phrase) => phrase.trim() !== '')
  if (parts.length === 0) return undefined
  return RE2JS.compile(parts.map((phrase) => quoted(phrase, match === 'word')).join('|'), flags)
}

/** A phrase in a group of its own, between words where it begins or ends with a letter. */
function quoted(phrase: string, isWord: boolean): string {
  const group = `(${RE2JS.quote(phrase)})`
  if (!isWord) return group
  const letters = Array.from(phrase)
  const before = LETTER.test(letters[0]!) ? BEFORE : ''
  const behind = LETTER.test(letters.at(-1)!) ? BEHIND : ''
  return before + group + behind
}

export function createPhraseFinder(settings: PhraseSettings): FindPhrase {
  const expression = compile(settings)
  if (!expression) return () => undefined

  /** @param length of the text without what was put behind it */
  function search(text: string, behind: number, length: number): FoundPhrase | undefined {
    const matcher = expression!.matcher(text)
    for (let from = Math.max(0, length - LONGEST_MATCH); from <= length && matcher.find(from); ) {
      const group = settings.match === 'regex' ? 0 : groupOf(matcher)
      const found = { start: matcher.start(group), text: matcher.group(group) ?? '' }
      // What matches nothing cannot be taken back.
      if (found.text !== '' && matcher.end() <= length && matcher.end(group) > behind) return found
      from = Math.max(from, found.start) + 1
    }
    return undefined
  }

  return (text, behind, isWhole) => {
    if (isWhole) return search(text, behind, text.length)
    // Found for sure is what is found whether a letter comes next or none.
    const found = search(`${text} `, behind, text.length)
    return found && search(`${text}a`, behind, text.length)?.start === found.start ? found : undefined
  }
}

function groupOf(matcher: ReturnType<RE2JS['matcher']>): number {
  for (let group = 1; group <= matcher.groupCount(); group++) if (matcher.start(group) >= 0) return group
  return 0
}
