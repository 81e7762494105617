import { mean } from '../../metrics/average.ts'
import { bootstrapInterval } from '../../runs/trials/bootstrap.ts'
import { defineExperiment, type MeasureContext } from '../harness/definition.ts'
import type { Estimate } from '../measure/measures.ts'
import { type FirstToken, firstToken } from '../measure/two-tokens.ts'
import { drawBars } from '../report/figures/bars.ts'
import { atLeast, atMost, ratio } from './checks.ts'
import { margins } from './margins.ts'

interface Data {
  readonly alpha: number
  readonly distance: Estimate
  readonly firstTokens: readonly FirstToken[]
}

/** The paper's exponent. */
const ALPHA = 4

/**
 * Contexts; those that power sampling walks from, how often, and how many moves: 1,000 in the full setting.
 */
const sizeOf = ({ setting }: MeasureContext) =>
  setting.isCoarse
    ? { contexts: 6, walked: 2, seeds: 8, moves: 2 * setting.maxTokens }
    : { contexts: setting.fewerPrompts, walked: 4, seeds: 8, moves: 5 * setting.maxTokens }

export const powerClaim = defineExperiment<Data>({
  id: 'power',
  title: 'A temperature is not a power',
  claim:
    'Texts drawn in proportion to P(text)^α do not begin as they do at a temperature of 1/α: what ' +
    'may follow a token counts, too. Power sampling starts at the second and ends near the first.',
  paper: 'Karan and Du 2025, arXiv 2510.14901, section 4.1',
  needsHuman: false,
  plan: () => [],
  async measure(measureContext) {
    const { model, openings, setting, computeOnce, resample } = measureContext
    const { contexts, walked, seeds, moves } = sizeOf(measureContext)
    const walk = {
      chain: `power:alpha=${ALPHA},moves=${moves},block=2`,
      seeds: Array.from({ length: seeds }, (_, index) => 1000 * setting.seeds[0]! + index),
    }
    const firstTokens: FirstToken[] = []
    for (const [index, context] of openings.slice(0, contexts).entries()) {
      const own = index < walked ? walk : undefined
      const walkName = own ? `${own.chain} ${own.seeds}` : ''
      const name = `first token ${context.tokens.join('-')} ${ALPHA} ${walkName}`
      firstTokens.push(await computeOnce(name, () => firstToken(model, context, ALPHA, own)))
    }
    const parts = firstTokens.map(({ distance }) => ({ sum: distance, count: 1 }))
    return {
      alpha: ALPHA,
      distance: { value: mean(parts.map(({ sum }) => sum))!, ...bootstrapInterval(parts, resample) },
      firstTokens,
    }
  },
  checks({ firstTokens, distance }) {
    const margin = margins.power
    const walks = firstTokens.flatMap(({ walked }) => walked ?? [])
    return [
      atLeast(
        'total variation between power and temperature, mean of the contexts, lower end of its interval',
        distance.low ?? null,
        margin.distance,
      ),
      atMost(
        'power sampling: total variation from the power ÷ from the temperature',
        ratio(
          mean(walks.map(({ fromPower }) => fromPower))!,
          mean(walks.map(({ fromTempered }) => fromTempered))!,
        ),
        margin.walked,
      ),
    ]
  },
  table: ({ firstTokens }) => ({
    columns: [
      'context',
      'first tokens read',
      'total variation',
      'other first',
      'walked',
      'from power',
      'from temperature',
    ],
    rows: firstTokens.map(({ text, read, distance, isOtherTop, walked }) => [
      text,
      read,
      distance,
      isOtherTop ? 'yes' : 'no',
      walked?.texts ?? null,
      walked?.fromPower ?? null,
      walked?.fromTempered ?? null,
    ]),
  }),
  figure: ({ alpha, firstTokens: [first] }) =>
    drawBars({
      title: 'First tokens after the first opening',
      description:
        `Texts of two tokens: the likeliest first tokens under P(text)^${alpha}, what power sampling ` +
        `held, and what a temperature of 1/${alpha} gives them.`,
      x: {
        label: 'probability',
        min: 0,
        max: Math.max(
          ...first!.top.flatMap(({ tempered, power }, at) => [tempered, power, first!.walked?.top[at] ?? 0]),
        ),
      },
      series: [`power ${alpha}, exact`, `power ${alpha}, sampled`, `temperature 1/${alpha}`],
      rows: first!.top.map(({ token, tempered, power }, at) => ({
        label: JSON.stringify(token),
        values: [{ value: power }, { value: first!.walked?.top[at] ?? null }, { value: tempered }],
      })),
    }),
})
