import type { LanguageModel } from '../../decoding/model.ts'
import { Distribution } from '../../sampling/distribution.ts'
import { randomStreams } from '../../sampling/random.ts'
import type { MeasureContext } from '../harness/definition.ts'
import { fiveDigits } from './rounding.ts'

/** The first one is Figure 4's, quoted; the others were written for this project. */
const PHRASES = [
  " I don't know.",
  ' The cat sat on the mat.',
  ' He shook his head.',
  ' It was a very fine morning.',
  ' "Where are you going?" she asked.',
  ' The king and the queen went down to the sea.',
  ' There was nobody in the house but the old man and his dog.',
  ' And so they lived.',
  ' My dear sir, you are mistaken.',
  ' The wind blew all night and in the morning the snow was deep.',
]

/** Nonsense: tokens drawn uniformly from the vocabulary, as the paper's randomly sampled phrases. */
const NONSENSE_LENGTHS = [3, 4, 5, 6, 7, 8, 9, 10, 11, 12]
const NONSENSE_SEED = 2020

export type PhraseKind = 'real' | 'nonsense'

/** The phrases to repeat, real ones first. */
export function phrasesFor({ encode, info }: LanguageModel): { kind: PhraseKind; tokens: number[] }[] {
  const uniform = randomStreams(NONSENSE_SEED, 0)('nonsense')
  let step = 0
  const nonsense = NONSENSE_LENGTHS.map((length) =>
    Array.from({ length }, () => 1 + Math.floor(uniform(step++) * (info.vocabularySize - 1))),
  )
  return [
    ...PHRASES.map((text) => ({ kind: 'real' as const, tokens: encode(text) })),
    ...nonsense.map((tokens) => ({ kind: 'nonsense' as const, tokens })),
  ]
}

/**
 * Mean probability of a token in the first, second, ... copy. The phrase is written again and again behind an
 * end-of-text token; as many copies as the context holds.
 */
export async function copyProbabilities(
  { model, setting }: MeasureContext,
  phrase: readonly number[],
): Promise<number[]> {
  const { contextLength, endOfText } = model.info
  const copies = Math.min(setting.copies, Math.floor((contextLength - 1) / phrase.length))
  const text = Array.from({ length: copies }, () => phrase).flat()
  const sums = new Array<number>(copies).fill(0)
  let position = 0
  for await (const { logits } of model.evaluate([endOfText[0] ?? 0, ...text.slice(0, -1)])) {
    const distribution = Distribution.fromLogits(logits)
    sums[Math.floor(position / phrase.length)]! += distribution.probabilityOf(text[position]!)
    position++
  }
  return sums.map((sum) => fiveDigits(sum / phrase.length))
}
