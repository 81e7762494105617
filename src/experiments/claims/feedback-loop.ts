import { defineExperiment } from '../harness/definition.ts'
import { copyProbabilities, type PhraseKind, phrasesFor } from '../measure/phrases.ts'
import { drawLines } from '../report/figures/lines.ts'
import { atLeast, type Comparison } from './checks.ts'
import { margins } from './margins.ts'

interface Phrase {
  readonly text: string
  readonly kind: PhraseKind
  /** Mean probability of a token in the first, second, ... copy. */
  readonly copies: readonly number[]
}

interface Data {
  readonly phrases: readonly Phrase[]
}

export const feedbackLoop = defineExperiment<Data>({
  id: 'feedback-loop',
  title: 'Repetition feeds on itself',
  claim:
    'A phrase that the context holds several times is likelier to come again than at first, for real ' +
    'phrases and, from a far lower level, for nonsense.',
  paper: 'Holtzman et al. 2020, section 4.1, Figure 4',
  needsHuman: false,
  plan: () => [],
  async measure(measureContext) {
    const phrases: Phrase[] = []
    for (const { kind, tokens } of phrasesFor(measureContext.model)) {
      const copies = await measureContext.computeOnce(
        `copies ${tokens.join('-')} ${measureContext.setting.copies}`,
        () => copyProbabilities(measureContext, tokens),
      )
      phrases.push({ text: measureContext.textOf(tokens), kind, copies })
    }
    return { phrases }
  },
  checks: ({ phrases }) => [
    ...(['real', 'nonsense'] as const).flatMap((kind) => [
      atLeast(
        `${kind} phrases whose 5th copy is likelier than the 1st, share`,
        risingShare(phrases, kind, 5, 1),
        margins.feedbackLoop.rising,
      ),
      atLeast(
        `${kind} phrases whose 10th copy is likelier than the 2nd, share`,
        risingShare(phrases, kind, 10, 2),
        margins.feedbackLoop.rising,
      ),
    ]),
  ],
  comparisons,
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
        'Mean probability of a token in each copy, real phrases on the left, random tokens on a ' +
        'logarithmic axis on the right.',
      panels: (['real', 'nonsense'] as const).map((kind) => {
        const some = phrases.filter((phrase) => phrase.kind === kind)
        const most = Math.max(...some.map(({ copies }) => copies.length))
        const mean = Array.from({ length: most }, (_, copy) => meanOf(some, copy))
        const first = {
          name: kind === 'real' ? some[0]!.text.trim() : 'shortest nonsense',
          copies: some[0]!.copies,
        }
        return {
          title: kind === 'real' ? 'Real phrases' : 'Random tokens',
          x: { label: 'copy', min: 1, max: most, ticks: [1, 5, 10, 15, 20].filter((tick) => tick <= most) },
          y:
            kind === 'real'
              ? { label: 'probability', min: 0, max: 1 }
              : { label: 'probability', min: 1e-7, max: 1, isLog: true },
          series: [
            { name: 'mean of 10 phrases', points: mean.map((y, index) => ({ x: index + 1, y })) },
            { name: first.name, points: first.copies.map((y, index) => ({ x: index + 1, y })) },
          ],
        }
      }),
    }),
})

function comparisons({ phrases }: Data): Comparison[] {
  const [quoted] = phrases
  const { rising, steps } = risingSteps(phrases)
  return [
    {
      statement: 'Each single copy makes the next one likelier',
      carriedOver: rising === steps,
      why:
        `${rising} of ${steps} steps from one copy to the next rise; the others fall a little on the ` +
        'way up.',
    },
    {
      statement: 'Figure 4: as "I don\'t know." is repeated, the probability of its tokens climbs past 0.7',
      carriedOver: Math.max(...quoted!.copies) > 0.7,
      why: 'Copying from the context is a skill that grows with a model and its training.',
    },
  ]
}

/** Steps from one copy of a phrase to the next, and how many of them rise. */
function risingSteps(phrases: readonly Phrase[]): { rising: number; steps: number } {
  const steps = phrases.flatMap(({ copies }) => copies.slice(1).map((copy, index) => copy > copies[index]!))
  return { rising: steps.filter(Boolean).length, steps: steps.length }
}

function risingShare(phrases: readonly Phrase[], kind: PhraseKind, later: number, earlier: number): number {
  const some = phrases.filter((phrase) => phrase.kind === kind && phrase.copies.length >= later)
  return some.filter(({ copies }) => copies[later - 1]! > copies[earlier - 1]!).length / some.length
}

function meanOf(phrases: readonly Phrase[], copy: number): number | null {
  const some = phrases.filter(({ copies }) => copy < copies.length)
  return some.length === 0 ? null : some.reduce((sum, { copies }) => sum + copies[copy]!, 0) / some.length
}
