import { UserError } from '../../errors.ts'
import { count, plural } from '../../words.ts'

/** A line of a file of prompts. */
export interface PromptLine {
  /** From 1, in the file. */
  readonly number: number
  readonly prompt: string
  /** Fields of a run's request that are this prompt's own. */
  readonly own: Readonly<Record<string, unknown>>
}

/**
 * Reads a file of prompts: a JSON object with a `prompt` a line, or a line of text.
 * @throws UserError `bad-arguments` where there is no prompt, or an object has none that is text
 */
export function readPrompts(file: string): PromptLine[] {
  const lines = file
    .split(/\r?\n/)
    .map((text, index) => ({ text, number: index + 1 }))
    .filter(({ text }) => text.trim() !== '')
    .map(({ text, number }) => ({ number, ...readLine(text, number) }))
  if (lines.length > 0) return lines
  throw new UserError('bad-arguments', 'Expected a file with a prompt a line, got an empty one.')
}

function readLine(text: string, number: number): Pick<PromptLine, 'prompt' | 'own'> {
  const object = objectOf(text)
  if (!object) return { prompt: text, own: {} }
  const { prompt, ...own } = object
  if (typeof prompt === 'string') return { prompt, own }
  throw new UserError(
    'bad-arguments',
    `Line ${number}: expected a JSON object whose "prompt" is a text, or a line of text, got ` +
      `${text.trim().slice(0, 60)}.`,
  )
}

/** The object that a line is; undefined for a line of text, which may begin with a brace, too. */
function objectOf(text: string): Record<string, unknown> | undefined {
  if (!text.trimStart().startsWith('{')) return undefined
  try {
    return JSON.parse(text) as Record<string, unknown>
  } catch {
    return undefined
  }
}

/**
 * Reads seeds as they are written: `1,2,3`.
 * @throws UserError `bad-arguments` naming the part that is none, or a seed that comes twice: its texts would
 * be the same, and count as two
 */
export function readSeeds(written: string): number[] {
  const seeds = wholeNumbersIn(written)
  const twice = seeds.find((seed, index) => seeds.indexOf(seed) < index)
  if (twice === undefined) return seeds
  throw new UserError(
    'bad-arguments',
    `Expected different seeds, got ${twice} more than once: the same seed gives the same texts.`,
  )
}

function wholeNumbersIn(written: string): number[] {
  return written.split(',').map((part) => {
    const seed = Number(part)
    if (part.trim() !== '' && Number.isSafeInteger(seed) && seed >= 0) return seed
    throw new UserError(
      'bad-arguments',
      'Expected seeds as whole numbers from 0 with commas between, as in 1,2,3, got ' +
        `"${written.slice(0, 60)}".`,
    )
  })
}

/** What one prompt and one seed ask for. */
export interface PlannedTrial {
  readonly line: PromptLine
  /** Which prompt, from 0. */
  readonly prompt: number
  /** A run's request, unchecked. */
  readonly fields: Readonly<Record<string, unknown>>
}

/** Most runs of one set of trials. */
const MOST_TRIALS = 100_000

/** A prompt's place is added to so many times the seed: prompts must not share random numbers. */
const spacingFor = (prompts: number): number => 10 ** Math.max(3, Math.ceil(Math.log10(prompts)))

/**
 * Every prompt with every seed, in the order they run: prompt by prompt. Prompt i (from 0) of seed s runs
 * with the seed 1000 s + i (10000 s + i for more than 1,000 prompts, and so on): lanes share random numbers,
 * prompts do not, so that intervals over prompts are honest. Without seeds each prompt has that of `shared`,
 * or a fresh one.
 * @param shared the fields of a run's request that all share; a prompt's own count instead
 * @throws UserError `too-much-work`, or `bad-arguments` where a seed is too large for the number of prompts
 */
export function planTrials(
  lines: readonly PromptLine[],
  seeds: readonly number[] | undefined,
  shared: Readonly<Record<string, unknown>>,
): PlannedTrial[] {
  const trials = lines.length * (seeds?.length ?? 1)
  if (trials > MOST_TRIALS) {
    throw new UserError(
      'too-much-work',
      `${count(lines.length)} prompts with ${count(seeds?.length ?? 1)} seeds are ${count(trials)} ` +
        `runs, and ${count(MOST_TRIALS)} are the most; split the file.`,
    )
  }
  const spacing = spacingFor(lines.length)
  const most = Math.floor((Number.MAX_SAFE_INTEGER - lines.length) / spacing)
  const tooLarge = seeds?.find((seed) => seed > most)
  if (tooLarge !== undefined) {
    throw new UserError(
      'bad-arguments',
      `A seed of ${plural(lines.length, 'prompt')} may be at most ${count(most)}, got ` +
        `${count(tooLarge)}: a prompt runs with ${count(spacing)} times the seed, plus its place.`,
    )
  }
  return lines.flatMap((line, prompt) => {
    const own =
      line.own.seed === undefined ? seeds?.map((seed) => ({ seed: spacing * seed + prompt })) : undefined
    return (own ?? [{}]).map((seed) => ({
      line,
      prompt,
      fields: { ...shared, ...seed, prompt: line.prompt, ...line.own },
    }))
  })
}
