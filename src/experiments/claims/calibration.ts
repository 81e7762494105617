import { defineExperiment } from '../harness/definition.ts'
import type { Calibration } from '../measure/human-calibration.ts'
import { drawLines } from '../report/figures/lines.ts'
import { atLeast, atMost } from './checks.ts'
import { margins } from './margins.ts'

export const calibration = defineExperiment<Calibration>({
  id: 'calibration',
  title: 'What a nucleus of p really covers',
  claim:
    'On human text of its own kind the model is calibrated: a nucleus holds the next token as often as its mass says.',
  paper: 'Guo et al. 2017, arXiv 1706.04599; Holtzman et al. 2020, section 3.1',
  needsHuman: true,
  isHumanOnly: true,
  plan: () => [],
  measure: async (measureContext) => measureContext.calibration,
  checks: ({ ece, coverage, temperature }) => [
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
  ],
  table: ({ coverage }) => ({
    columns: ['p', 'tokens inside', 'mean mass', 'mean size'],
    rows: coverage.map(({ p, covered, mass, size }) => [p, covered, mass, size]),
  }),
  figure: ({ bins, coverage }) =>
    drawLines({
      title: 'Reliability, and what a nucleus covers',
      description:
        'Left: accuracy of the most likely token by confidence. Right: share of human tokens inside the nucleus by p. Dashed or straight: perfect calibration.',
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
      ],
    }),
})
