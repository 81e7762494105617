/**
 * Every margin, in one place, so that history shows when one was changed. A run's results are compared with
 * the margins fixed before it; a check that fails stays failed.
 */
export const marginsNote =
  'These margins belong to the project. They were fixed before its own run, in a pilot on the ' +
  'built-in model, on other openings (30, from held-back books), other seeds (1 and 2) and other ' +
  'passages of its human text; only the phrases of the feedback loop and the flat and the peaked ' +
  'context were the same ones, and those two were chosen on that model. Those of `power` and ' +
  '`numerics` came later and were fixed in a pilot of their own, on the openings from the 61st on, ' +
  'which no run uses, and seed 1. They are well clear of what the pilot measured, and lie in one ' +
  'file, `src/experiments/claims/margins.ts`. What failed is shown as it failed.'

/** Shares are of 1; the others are factors. */
export const margins = {
  loops: { greedy: 0.6, beam: 0.5, sampled: 0.05, repeated: 0.05 },
  surprisal: { spread: 2, fallsTo: 0.9, staysAbove: 0.85 },
  feedbackLoop: { rising: 0.8 },
  flatAndPeaked: { entropy: 2, nucleus: 10, spread: 10, tooShort: 0.7, enough: 0.9 },
  tableOne: {
    belowHuman: 0.25,
    step: 1.15,
    largeStep: 1.4,
    nucleusFrom: 0.6,
    nucleusTo: 1.6,
    greedyLoops: 0.6,
    beamLoops: 0.5,
    sampledLoops: 0.05,
    repeated: 0.6,
    selfBleu: 1.5,
    zipf: 1.3,
  },
  sweeps: { perplexityRises: 0.8, selfBleuFalls: 0.6, ends: 6, humanAboveBeams: 5 },
  temperatureOrder: { hotKept: 3, hotPerplexity: 3, coolKept: 3, sameTexts: 1 },
  overTruncation: { strict: 0.6, smallK: 0.5, loose: 0.05 },
  truncators: {
    width: 0.02,
    floor: 0.03,
    usualFloor: 0.01,
    relative: 0.02,
    typical: -0.04,
    won: 4,
    risk: 0.04,
    narrow: 0.2,
    wide: 0.06,
  },
  numerics: { bits: 1, near: 0.25, sooner: 3, sampled: 10 },
  power: { distance: 0.05, walked: 0.5 },
  coupling: { together: 3, nested: 10, saved: 0.25, savedByNumber: 0.1 },
  calibration: {
    error: 0.03,
    gap: 0.03,
    covered: 0.93,
    temperatureFrom: 0.9,
    temperatureTo: 1.1,
    saved: 0.01,
    conformal: 0.02,
    conformalBin: 0.05,
    sure: 0.8,
  },
} as const
