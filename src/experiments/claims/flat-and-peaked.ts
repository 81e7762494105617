import { defineExperiment } from '../harness/definition.ts'
import {
  type DistributionSummary,
  SHARES,
  type Spread,
  spreadOver,
  summaryAfter,
} from '../measure/distribution-summary.ts'
import { drawLines } from '../report/figures/lines.ts'
import { atLeast, atMost, type Check, type Comparison, ratio } from './checks.ts'
import { margins } from './margins.ts'

/**
 * Figure 5's contexts, quoted, and a pair written for this project in the kind of English the model was
 * trained on.
 */
const CONTEXTS = [
  { kind: 'flat', source: 'Figure 5', text: "She said, 'I never" },
  { kind: 'peaked', source: 'Figure 5', text: 'I ate the pizza while it was still' },
  { kind: 'flat', source: 'this project', text: 'The next morning there came to the door a' },
  { kind: 'peaked', source: 'this project', text: 'He did not say a word, but shook his' },
] as const

interface ContextShape extends DistributionSummary {
  readonly text: string
  readonly kind: 'flat' | 'peaked'
  readonly source: string
}

interface Data {
  readonly contexts: readonly ContextShape[]
  /** After every token of every opening. */
  readonly openings: Spread
}

export const flatAndPeaked = defineExperiment<Data>({
  id: 'flat-and-peaked',
  title: 'One k does not fit flat and peaked distributions',
  claim:
    'The nucleus is many times larger where the next word is open than where it is nearly settled, ' +
    'so a fixed k cuts the one too short and leaves too much of the other.',
  paper: 'Holtzman et al. 2020, section 3.2, Figure 5',
  needsHuman: false,
  plan: () => [],
  async measure({ model, openings }) {
    const contexts: ContextShape[] = []
    for (const context of CONTEXTS)
      contexts.push({ ...context, ...(await summaryAfter(model, context.text)) })
    return { contexts, openings: await spreadOver(model, openings) }
  },
  checks,
  comparisons,
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
        'Cumulative probability by rank for flat and peaked contexts: a fixed k cuts one too soon ' +
        'and the other too late.',
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

function checks({ contexts: [, , flat, peaked], openings }: Data): Check[] {
  const margin = margins.flatAndPeaked
  const at = (share: number) => openings.quantiles.find((one) => one.share === share)!
  return [
    atLeast('flat ÷ peaked entropy', ratio(flat!.entropy, peaked!.entropy), margin.entropy),
    atLeast(
      'flat ÷ peaked size of the nucleus 0.9',
      ratio(sizeAt(flat, 0.9), sizeAt(peaked, 0.9)),
      margin.nucleus,
    ),
    atLeast(
      'size of the nucleus 0.9 over all tokens of the openings, 90th ÷ 10th percentile',
      ratio(at(0.9).nucleus, at(0.1).nucleus),
      margin.spread,
    ),
    atMost(
      'mass of the top 40 over all tokens of the openings, 10th percentile',
      at(0.1).mass40,
      margin.tooShort,
    ),
    atLeast(
      'mass of the top 40 over all tokens of the openings, 90th percentile',
      at(0.9).mass40,
      margin.enough,
    ),
  ]
}

function comparisons({ contexts: [flat, peaked] }: Data): Comparison[] {
  return [
    {
      statement: 'Figure 5: "She said, \'I never" is flatter than "I ate the pizza while it was still"',
      carriedOver: flat!.entropy > peaked!.entropy && sizeAt(flat, 0.9) > sizeAt(peaked, 0.9),
      why: 'A model must know what is eaten hot to be sure here.',
    },
  ]
}

const sizeAt = (summary: DistributionSummary | undefined, p: number): number =>
  summary!.sizes.find((one) => one.p === p)!.size
