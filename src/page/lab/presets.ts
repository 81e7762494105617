/** Distributions that show something. */

/** What the numbers are; probabilities and counts are weights. */
export const MODES = ['logits', 'probabilities', 'counts'] as const
export type Mode = (typeof MODES)[number]

export interface Entry {
  readonly word: string
  /** As it was typed. */
  readonly value: string
}

export interface Preset {
  readonly id: string
  readonly title: string
  readonly note: string
  readonly mode: Mode
  readonly entries: readonly Entry[]
}

const pair = (words: readonly string[], values: readonly (number | string)[]): Entry[] =>
  words.map((word, index) => ({ word, value: String(values[index] ?? 0) }))

const rounded = (value: number): number => Number(value.toPrecision(4))

const wordsIn = (text: string): string[] => text.split(/\s+/)

const NAMES = wordsIn(
  'Ada Ben Cleo Dara Ezra Fay Gus Hana Ivo June Kit Lena Milo Nell Otto Pia Quin Rosa Sam Tess',
)
const PLACES = wordsIn(
  `Paris Lyon the a now not still home Nice Rome one also called known in Marseille London where very
  blue`,
)
const DICE = wordsIn(
  `one two three four five six seven zero red nothing her again blank Tuesday soup why along thirty green
  of`,
)
const NOISE = wordsIn('sandwich of Thursday purple the beneath 1987 angrily whom spoon , vastly')

const flat = NAMES.map((_, rank) => rounded(0.0564 - 0.000674 * rank))
const peaked = PLACES.map((_, rank) => [0.86, 0.055, 0.02, 0.012][rank] ?? 0.0033)
const humps = DICE.map((_, rank) => (rank < 6 ? rounded(0.155 - 0.002 * rank) : 0.0095))
const noise = [0.89, ...NOISE.map((_, rank) => rounded(0.0105 - 0.00024 * rank))]

const FLAT_WORDS = 'thought knew had saw did said wanted told liked got'.split(' ')
const PEAKED_WORDS = 'hot warm cooling on heating fresh cold warming burning cooking'.split(' ')

const SHAPE =
  'A shape after figure 5 of Holtzman et al. 2020, arXiv 1904.09751: the leading words are the ' +
  'figure’s, the numbers are made up to show'

function heavyTail(): Entry[] {
  return Array.from({ length: 8192 }, (_, rank) => ({
    word: `word ${rank + 1}`,
    value: String(rounded(-rank / 16384)),
  }))
}

const MADE: readonly (Omit<Preset, 'entries'> & { readonly make: () => Entry[] })[] = [
  {
    id: 'demo',
    title: 'Demo',
    note: 'Six words with made-up logits: small enough to check by hand.',
    mode: 'logits',
    make: () =>
      pair(['cat', 'dog', 'bird', 'fish', 'lizard', 'hamster'], ['2.4', '1.8', '0.5', '0.2', '-0.3', '-1.0']),
  },
  {
    id: 'flat',
    title: 'Flat',
    note: '“Her brother’s name was …”: twenty words nearly as good as each other.',
    mode: 'probabilities',
    make: () => pair(NAMES, flat),
  },
  {
    id: 'peaked',
    title: 'Peaked',
    note: '“The capital of France is …”: one word, and nineteen that are almost always wrong.',
    mode: 'probabilities',
    make: () => pair(PLACES, peaked),
  },
  {
    id: 'two-humped',
    title: 'Two-humped',
    note: '“The die showed a …”: six words are plausible and fourteen are not.',
    mode: 'probabilities',
    make: () => pair(DICE, humps),
  },
  {
    id: 'never',
    title: '“I never …”',
    note: `“She said, ‘I never”. ${SHAPE} a flat distribution.`,
    mode: 'probabilities',
    make: () => pair(FLAT_WORDS, [0.16, 0.14, 0.12, 0.11, 0.1, 0.09, 0.08, 0.075, 0.065, 0.06]),
  },
  {
    id: 'pizza',
    title: '“still …”',
    note: `“I ate the pizza while it was still”. ${SHAPE} a peaked distribution.`,
    mode: 'probabilities',
    make: () => pair(PEAKED_WORDS, [0.8, 0.08, 0.035, 0.025, 0.018, 0.014, 0.011, 0.008, 0.005, 0.004]),
  },
  {
    id: 'heavy-tail',
    title: 'Heavy tail',
    note: 'A nearly flat distribution over 8,192 words: the most likely is not twice as likely as the last.',
    mode: 'logits',
    make: heavyTail,
  },
  {
    id: 'noise',
    title: '0.89, then noise',
    note: 'One word holds 0.89. What follows is junk, each about one in a hundred.',
    mode: 'probabilities',
    make: () => pair(['France', ...NOISE], noise),
  },
  {
    id: 'equality',
    title: 'Exactly 0.9',
    note: 'The first three words sum to exactly 0.9: where a wrong comparison lets one more in.',
    mode: 'probabilities',
    make: () => pair(['red', 'green', 'blue', 'grey', 'pink'], ['0.5', '0.3', '0.1', '0.06', '0.04']),
  },
  {
    id: 'loop',
    title: 'Inside a loop',
    note: '“I don’t know. I don’t know. I don’t …”: a made-up distribution as it is inside a repetition.',
    mode: 'probabilities',
    make: () => pair(['know', 'think', 'want', 'see', 'care'], ['0.98', '0.008', '0.006', '0.004', '0.002']),
  },
]

/** What the lab offers, without the words. */
export const PRESETS = MADE.map(({ id, title, note, mode }) => ({ id, title, note, mode }))

export function presetOf(id: string): Preset | undefined {
  const found = MADE.find((one) => one.id === id)
  if (!found) return undefined
  const { make, ...rest } = found
  return { ...rest, entries: make() }
}
