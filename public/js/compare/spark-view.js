// @ts-check

import { bits } from './numbers.js'

/**
 * Surprisal per token, one bar each; the same scale in every lane. Behind them the middle half of human text.
 * @typedef {import('./lane-views.js').LaneView} LaneView
 * @typedef {import('./lane-views.js').Data} Data
 */

const HEIGHT = 40
/** Bits at full height; what is above is cut there. */
const TOP = 12

/** @param {LaneView} view @param {Data} data */
export function sparkHtml({ sample, run, laneRun, letter }, { models }) {
  if (!sample || !run || sample.steps.length === 0) return ''
  const surprisals = sample.steps.map(({ logprob }) => bits(-logprob))
  const mean = surprisals.reduce((sum, one) => sum + one, 0) / surprisals.length
  const bars = surprisals
    .map(
      (value, index) =>
        `M${index + 0.5} ${HEIGHT}V${(HEIGHT - (HEIGHT * Math.min(value, TOP)) / TOP).toFixed(1)}`,
    )
    .join('')
  const model = models.find(({ id }) => id === (laneRun?.model ?? run.settings.model))
  const { middleHalf } = model?.human ?? {}
  const human = middleHalf ? { low: bits(middleHalf.low), high: bits(middleHalf.high) } : undefined
  const words = human ? `; middle half of human text ${human.low.toFixed(1)} to ${human.high.toFixed(1)}` : ''
  return (
    `<div class="cap"><span>surprisal per token, bits</span><span>mean ${mean.toFixed(1)}</span></div>` +
    `<svg class="spark" viewBox="0 0 ${run.maxTokens} ${HEIGHT}" preserveAspectRatio="none" role="img" aria-label="Surprisal per token of lane ${letter}, mean ${mean.toFixed(1)} bits${words}">` +
    bandHtml(human, run.maxTokens) +
    `<path class="base" d="M0 ${HEIGHT}H${run.maxTokens}"/><path class="bars" d="${bars}"/><path class="cur" d=""/></svg>`
  )
}

/** @param {{ low: number, high: number } | undefined} human bits @param {number} width */
function bandHtml(human, width) {
  if (!human) return ''
  const [bottom, top] = [human.low, human.high].map((value) => HEIGHT - (HEIGHT * Math.min(value, TOP)) / TOP)
  return `<path class="human" d="M0 ${bottom?.toFixed(1)}V${top?.toFixed(1)}H${width}V${bottom?.toFixed(1)}Z"/>`
}

/** Where the cursor stands in a sparkline. @param {number | undefined} step */
export const sparkCursor = (step) => (step === undefined ? '' : `M${step + 0.5} -2V${HEIGHT + 2}`)
