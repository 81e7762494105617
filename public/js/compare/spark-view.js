// @ts-check

import { bits } from './numbers.js'

/** Surprisal per token, one bar each; the same scale in every lane. @typedef {import('./lane-views.js').LaneView} LaneView */

const HEIGHT = 40
/** Bits at full height; what is above is cut there. */
const TOP = 12

/** @param {LaneView} view */
export function sparkHtml({ sample, run, letter }) {
  if (!sample || !run || sample.steps.length === 0) return ''
  const surprisals = sample.steps.map(({ logprob }) => bits(-logprob))
  const mean = surprisals.reduce((sum, one) => sum + one, 0) / surprisals.length
  const bars = surprisals
    .map(
      (value, index) =>
        `M${index + 0.5} ${HEIGHT}V${(HEIGHT - (HEIGHT * Math.min(value, TOP)) / TOP).toFixed(1)}`,
    )
    .join('')
  return (
    `<div class="cap"><span>surprisal per token, bits</span><span>mean ${mean.toFixed(1)}</span></div>` +
    `<svg class="spark" viewBox="0 0 ${run.maxTokens} ${HEIGHT}" preserveAspectRatio="none" role="img" aria-label="Surprisal per token of lane ${letter}, mean ${mean.toFixed(1)} bits">` +
    `<path class="base" d="M0 ${HEIGHT}H${run.maxTokens}"/><path class="bars" d="${bars}"/><path class="cur" d=""/></svg>`
  )
}

/** Where the cursor stands in a sparkline. @param {number | undefined} step */
export const sparkCursor = (step) => (step === undefined ? '' : `M${step + 0.5} -2V${HEIGHT + 2}`)
