import type { LanguageModel } from '../decoding/model.ts'
import { Distribution } from '../sampling/distribution.ts'
import { randomStreams } from '../sampling/random.ts'
import { atLeast } from './checks.ts'
import { defineExperiment, type Material } from './definition.ts'
import { drawLines } from './figures/lines.ts'
import { margins } from './margins.ts'
import { fiveDecimals } from './round.ts'

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

interface Phrase {
  readonly text: string
  readonly kind: 'real' | 'nonsense'
  /** Mean probability of a token in the first, second, ... copy. */
  readonly copies: readonly number[]
}

interface Data {
  readonly phrases: readonly Phrase[]
}

export const feedbackLoop = defineExperiment<Data>({
  id: 'feedback-loop',
  title: 'Each repetition makes the next one likelier',
  claim:
    'The more often a phrase stands in the context, the likelier its next copy is, for real phrases and for nonsense.',
  paper: 'Holtzman et al. 2020, section 4.1, Figure 4',
  needsHuman: false,
  plan: () => [],
  async measure(material) {
    const real = PHRASES.map((text) => ({ kind: 'real' as const, tokens: material.model.encode(text) }))
    const phrases: Phrase[] = []
    for (const { kind, tokens } of [...real, ...nonsense(material.model)]) {
      const copies = await material.unit(`copies ${tokens.join('-')} ${material.setting.copies}`, () =>
        likelihoods(material, tokens),
      )
      phrases.push({ text: material.textOf(tokens), kind, copies })
    }
    return { phrases }
  },
  checks: ({ phrases }) => [
    ...(['real', 'nonsense'] as const).flatMap((kind) => [
      atLeast(
        `Share of ${kind} phrases whose 5th copy is likelier than the 1st`,
        risingShare(phrases, kind, 5, 1),
        margins.feedbackLoop.rising,
      ),
      atLeast(
        `Share of ${kind} phrases whose 10th copy is likelier than the 2nd`,
        risingShare(phrases, kind, 10, 2),
        margins.feedbackLoop.rising,
      ),
    ]),
  ],
  table: ({ phrases }) => ({
    columns: ['phrase', 'kind', ...[1, 2, 3, 5, 10, 20].map((copy) => `copy ${copy}`)],
    rows: phrases.map(({ text, kind, copies }) => [
      JSON.stringify(text),
      kind,
      ...[1, 2, 3, 5, 10, 20].map((copy) => copies[copy - 1] ?? null),
    ]),
  }),
  figure: ({ phrases }) =>
    drawLines({
      title: 'Probability of the n-th copy of a phrase',
      description:
        'Mean probability of a token in each copy, real phrases on the left, random tokens on the right.',
      panels: (['real', 'nonsense'] as const).map((kind) => {
        const some = phrases.filter((phrase) => phrase.kind === kind)
        const most = Math.max(...some.map(({ copies }) => copies.length))
        const mean = Array.from({ length: most }, (_, copy) => meanOf(some, copy))
        const first = {
          name: kind === 'real' ? PHRASES[0]!.trim() : 'shortest nonsense',
          copies: some[0]!.copies,
        }
        return {
          title: kind === 'real' ? 'Real phrases' : 'Random tokens',
          x: { label: 'copy', min: 1, max: most, ticks: [1, 5, 10, 15, 20].filter((tick) => tick <= most) },
          y: { label: 'probability', min: 0, max: 1 },
          series: [
            { name: 'mean of 10 phrases', points: mean.map((y, index) => ({ x: index + 1, y })) },
            { name: first.name, points: first.copies.map((y, index) => ({ x: index + 1, y })) },
          ],
        }
      }),
    }),
})

function nonsense({ info }: LanguageModel): { kind: 'nonsense'; tokens: number[] }[] {
  const uniform = randomStreams(NONSENSE_SEED, 0)('nonsense')
  let step = 0
  return NONSENSE_LENGTHS.map((length) => ({
    kind: 'nonsense',
    tokens: Array.from({ length }, () => 1 + Math.floor(uniform(step++) * (info.vocabularySize - 1))),
  }))
}

/** The phrase is written again and again behind an end-of-text token; as many copies as the context holds. */
async function likelihoods({ model, setting }: Material, phrase: readonly number[]): Promise<number[]> {
  const { contextLength, endOfText } = model.info
  const copies = Math.min(setting.copies, Math.floor((contextLength - 1) / phrase.length))
  const text = Array.from({ length: copies }, () => phrase).flat()
  const sums = new Array<number>(copies).fill(0)
  let place = 0
  for await (const { logits } of model.evaluate([endOfText[0] ?? 0, ...text.slice(0, -1)])) {
    const distribution = Distribution.fromLogits(logits)
    sums[Math.floor(place / phrase.length)]! += distribution.probabilityOf(text[place]!)
    place++
  }
  return sums.map((sum) => fiveDecimals(sum / phrase.length))
}

function risingShare(
  phrases: readonly Phrase[],
  kind: Phrase['kind'],
  later: number,
  earlier: number,
): number {
  const some = phrases.filter((phrase) => phrase.kind === kind && phrase.copies.length >= later)
  return some.filter(({ copies }) => copies[later - 1]! > copies[earlier - 1]!).length / some.length
}

function meanOf(phrases: readonly Phrase[], copy: number): number | null {
  const some = phrases.filter(({ copies }) => copy < copies.length)
  return some.length === 0 ? null : some.reduce((sum, { copies }) => sum + copies[copy]!, 0) / some.length
}
