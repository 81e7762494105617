import type { LanguageModel } from '../decoding/model.ts'
import { Distribution } from '../sampling/distribution.ts'
import { reaches } from '../sampling/slack.ts'
import { atLeast, ratio } from './checks.ts'
import { defineExperiment } from './definition.ts'
import { drawLines } from './figures/lines.ts'
import { margins } from './margins.ts'

/** Figure 5's contexts, quoted, and a pair written for this project in the kind of English the model was trained on. */
const CONTEXTS = [
  { kind: 'flat', source: 'Figure 5', text: "She said, 'I never" },
  { kind: 'peaked', source: 'Figure 5', text: 'I ate the pizza while it was still' },
  { kind: 'flat', source: 'this project', text: 'The next morning there came to the door a' },
  {
    kind: 'peaked',
    source: 'this project',
    text: 'The old king had three sons, and the youngest of the three was',
  },
] as const

const SHARES = [0.5, 0.9, 0.95, 0.99]

interface Shape {
  readonly text: string
  readonly kind: 'flat' | 'peaked'
  readonly source: string
  readonly entropy: number
  readonly top: readonly { readonly token: string; readonly probability: number }[]
  /** Size of the nucleus by p. */
  readonly sizes: readonly { readonly p: number; readonly size: number }[]
  readonly mass10: number
  readonly mass40: number
}

interface Data {
  readonly contexts: readonly Shape[]
}

export const flatAndPeaked = defineExperiment<Data>({
  id: 'flat-and-peaked',
  title: 'One k does not fit flat and peaked distributions',
  claim: 'The nucleus is many times larger where the next word is open than where it is nearly settled.',
  paper: 'Holtzman et al. 2020, section 3.2, Figure 5',
  needsHuman: false,
  plan: () => [],
  async measure({ model }) {
    const contexts: Shape[] = []
    for (const context of CONTEXTS) contexts.push({ ...context, ...(await shapeOf(model, context.text)) })
    return { contexts }
  },
  checks: ({ contexts: [flat, peaked, ownFlat, ownPeaked] }) => [
    atLeast(
      "Entropy, Figure 5's flat against its peaked context, times",
      ratio(flat!.entropy, peaked!.entropy),
      margins.flatAndPeaked.paper,
    ),
    atLeast(
      "Nucleus 0.9, Figure 5's flat against its peaked context, times",
      ratio(sizeAt(flat, 0.9), sizeAt(peaked, 0.9)),
      margins.flatAndPeaked.paper,
    ),
    atLeast(
      "Entropy, this project's pair, times",
      ratio(ownFlat!.entropy, ownPeaked!.entropy),
      margins.flatAndPeaked.ownEntropy,
    ),
    atLeast(
      "Nucleus 0.9, this project's pair, times",
      ratio(sizeAt(ownFlat, 0.9), sizeAt(ownPeaked, 0.9)),
      margins.flatAndPeaked.ownNucleus,
    ),
  ],
  table: ({ contexts }) => ({
    columns: [
      'context',
      'from',
      'entropy (nats)',
      'most likely',
      ...SHARES.map((p) => `nucleus ${p}`),
      'top 10',
      'top 40',
    ],
    rows: contexts.map(({ text, source, entropy, top, sizes, mass10, mass40 }) => [
      text,
      source,
      entropy,
      `${JSON.stringify(top[0]!.token)} ${top[0]!.probability}`,
      ...sizes.map(({ size }) => size),
      mass10,
      mass40,
    ]),
  }),
  figure: ({ contexts }) =>
    drawLines({
      title: 'Mass of the most likely tokens',
      description:
        'Cumulative probability by rank for flat and peaked contexts: a fixed k cuts one too soon and the other too late.',
      panels: [contexts.slice(0, 2), contexts.slice(2)].map((pair) => ({
        title: pair[0]!.source === 'Figure 5' ? "Figure 5's contexts" : "This project's contexts",
        x: { label: 'rank', min: 1, max: 25 },
        y: { label: 'cumulative probability', min: 0, max: 1 },
        series: pair.map(({ kind, top }) => ({
          name: kind,
          points: top.map((_, rank) => ({
            x: rank + 1,
            y: top.slice(0, rank + 1).reduce((sum, { probability }) => sum + probability, 0),
          })),
        })),
      })),
    }),
})

const sizeAt = (shape: Shape | undefined, p: number): number => shape!.sizes.find((one) => one.p === p)!.size

async function shapeOf(model: LanguageModel, text: string) {
  const batch = await model.prefill(model.encode(text))
  try {
    const distribution = Distribution.fromLogits(batch.rows[0]!.logits)
    const massOf = (count: number) =>
      Array.from({ length: count }, (_, rank) => distribution.probability(rank)).reduce(
        (sum, one) => sum + one,
        0,
      )
    return {
      entropy: distribution.entropy(),
      top: Array.from({ length: 25 }, (_, rank) => ({
        token: model.nameOf(distribution.id(rank)),
        probability: distribution.probability(rank),
      })),
      sizes: SHARES.map((p) => ({ p, size: nucleusSize(distribution, p) })),
      mass10: massOf(10),
      mass40: massOf(40),
    }
  } finally {
    batch.dispose()
  }
}

function nucleusSize(distribution: Distribution, p: number): number {
  let mass = 0
  let size = 0
  while (!reaches(mass, p) && size < distribution.size) mass += distribution.probability(size++)
  return size
}
