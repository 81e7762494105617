import { defineExperiment } from '../harness/definition.ts'
import type { ConformalNucleus } from '../measure/conformal-coverage.ts'
import type { Calibration } from '../measure/human-calibration.ts'
import { drawLines, type Panel } from '../report/figures/lines.ts'
import { atLeast, atMost, type Check, ratio } from './checks.ts'
import { margins } from './margins.ts'

/** By the entropy from which a range begins: what is covered, and the p that it takes. */
function byEntropy({ bins, coverage }: ConformalNucleus): Panel {
  return {
    title: 'By entropy',
    x: { label: 'entropy from, nats', min: 0, max: Math.ceil(bins.at(-1)!.from) },
    y: { label: 'human tokens inside', min: 0.75, max: 1 },
    series: [
      { name: 'measured', points: bins.map(({ from, plain }) => ({ x: from, y: plain.covered })) },
      { name: 'conformal', points: bins.map(({ from, conformal }) => ({ x: from, y: conformal.covered })) },
      { name: 'p of the range', points: bins.map(({ from, p }) => ({ x: from, y: p })) },
    ],
    rules: [{ y: coverage, label: 'promised' }],
  }
}

function conformalChecks({ coverage, bins, conformal }: ConformalNucleus): Check[] {
  const off = ({ covered }: { readonly covered: number }) => Math.abs(covered - coverage)
  const [surest] = bins
  return [
    atMost(
      'share inside the conformal nucleus that promises 0.9, distance from it',
      off(conformal),
      margins.calibration.conformal,
    ),
    atMost(
      'the same in the range of entropies where it is largest',
      Math.max(...bins.map((bin) => off(bin.conformal))),
      margins.calibration.conformalBin,
    ),
    atMost(
      'tokens kept at the lowest entropies, conformal ÷ nucleus 0.9',
      ratio(surest!.conformal.size, surest!.plain.size),
      margins.calibration.sure,
    ),
  ]
}

export const calibration = defineExperiment<Calibration>({
  id: 'calibration',
  title: 'What a nucleus of p really covers',
  claim:
    'On human text of its own kind the model is calibrated: a nucleus holds the next token as often ' +
    'as its mass says, and a p for each range of entropies makes it so in each of them.',
  paper:
    'Guo et al. 2017, arXiv 1706.04599; Ravfogel et al. 2023, arXiv 2305.02633; Holtzman et al. ' +
    '2020, section 3.1',
  needsHuman: true,
  isHumanOnly: true,
  plan: () => [],
  measure: async (measureContext) => measureContext.calibration,
  checks: ({ ece, coverage, temperature, conformal }) => [
    atMost('expected calibration error of the most likely token', ece, margins.calibration.error),
    atMost(
      'largest gap between how often a nucleus holds the next token and its mass',
      Math.max(...coverage.map(({ covered, mass }) => Math.abs(covered - mass))),
      margins.calibration.gap,
    ),
    atLeast(
      'next tokens inside the nucleus of 0.95, share',
      coverage.find(({ p }) => p === 0.95)!.covered,
      margins.calibration.covered,
    ),
    atLeast('fitted temperature', temperature.fitted, margins.calibration.temperatureFrom),
    atMost('fitted temperature', temperature.fitted, margins.calibration.temperatureTo),
    atMost(
      'surprisal that the fitted temperature saves, nats a token',
      temperature.nats.before - temperature.nats.after,
      margins.calibration.saved,
    ),
    ...(conformal ? conformalChecks(conformal) : []),
  ],
  table: ({ coverage, conformal }) => ({
    columns: ['set', 'p', 'tokens inside', 'mean mass', 'mean size', 'inside nucleus 0.9', 'its mean size'],
    rows: [
      ...coverage.map(({ p, covered, mass, size }) => ['nucleus', p, covered, mass, size, null, null]),
      ...(conformal?.bins ?? []).map(({ from, p, conformal: own, plain }) => [
        `conformal, entropy from ${from}`,
        p,
        own.covered,
        null,
        own.size,
        plain.covered,
        plain.size,
      ]),
      ...(conformal
        ? [
            [
              'conformal, all',
              null,
              conformal.conformal.covered,
              null,
              conformal.conformal.size,
              conformal.plain.covered,
              conformal.plain.size,
            ],
          ]
        : []),
    ],
  }),
  figure: ({ bins, coverage, conformal }) =>
    drawLines({
      title: 'Reliability, and what a nucleus covers',
      description:
        'Accuracy of the most likely token by confidence; share of human tokens inside the nucleus ' +
        'by p; the same by entropy, for nucleus 0.9 and for the conformal nucleus that promises 0.9.',
      panels: [
        {
          title: 'Most likely token',
          x: { label: 'confidence', min: 0, max: 1 },
          y: { label: 'accuracy', min: 0, max: 1 },
          series: [
            {
              name: 'measured',
              points: bins.map(({ confidence, accuracy }) => ({ x: confidence, y: accuracy })),
            },
            { name: 'as stated', points: [0, 1].map((x) => ({ x, y: x })), dots: false },
          ],
        },
        {
          title: 'Nucleus',
          x: { label: 'p', min: 0, max: 1 },
          y: { label: 'human tokens inside', min: 0, max: 1 },
          series: [
            { name: 'measured', points: coverage.map(({ p, covered }) => ({ x: p, y: covered })) },
            { name: "the nucleus's mass", points: coverage.map(({ p, mass }) => ({ x: p, y: mass })) },
            { name: 'as stated', points: [0, 1].map((x) => ({ x, y: x })), dots: false },
          ],
        },
        ...(conformal ? [byEntropy(conformal)] : []),
      ],
    }),
})
