import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fullSetting } from '../../experiments/harness/settings.ts'
import type { HumanText } from '../../experiments/measure/human.ts'
import { HUMAN_FILE, type HumanFigures } from '../../experiments/measure/human-figures.ts'
import type { HumanRanges } from '../../metrics/finding.ts'
import { textMetrics } from '../../metrics/registry.ts'
import type { ModelListing } from '../../models/model-listing.ts'
import type { HumanBaseline } from '../../page/compare/settings/offer.ts'
import { whileUnchanged } from './while-unchanged.ts'

const figuresIn = new Map<string, () => HumanFigures | undefined>()

function figuresOf(path: string): HumanFigures | undefined {
  let read = figuresIn.get(path)
  if (!read) {
    read = whileUnchanged([path], () =>
      existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as HumanFigures) : undefined,
    )
    figuresIn.set(path, read)
  }
  return read()
}

/** Marks from the figures in a results folder; undefined where they are not of this model's very file. */
export function readHumanBaseline(folder: string, model: ModelListing): HumanBaseline | undefined {
  const read = figuresOf(join(folder, HUMAN_FILE))
  if (!read) return undefined
  const { provenance, settings } = read
  if (!model.files.some(({ sha256 }) => sha256 === provenance.hash)) return undefined
  const figures = settings[fullSetting.name] ?? Object.values(settings)[0]
  if (!figures) return undefined
  const { passages, tokens, series } = figures
  return {
    source: `${passages} passages of ${Math.round(tokens / passages)} tokens, ${provenance.works}`,
    measures: comparable(figures),
    ranges: rangesOf(figures),
    ...middleHalfOf(series),
  }
}

/**
 * Figures of the set that are means over its texts or tokens. Length is that of the cut passages, and
 * shares of different n-grams fall with the number of texts they are pooled over.
 */
function comparable({ measures }: HumanText): Record<string, number> {
  const ids = textMetrics.map(({ id }) => id).filter((id) => id !== 'length' && !id.startsWith('distinct-'))
  return Object.fromEntries(
    ids.flatMap((id) => {
      const value = measures[id]?.value
      return typeof value === 'number' ? [[id, value]] : []
    }),
  )
}

const isShare = (id: string) => textMetrics.some((metric) => metric.id === id && metric.scale.max === 1)

/**
 * An interval of the mean of n passages gives that of single passages: sqrt(n) times as wide. Measures that
 * are ratios (perplexity) vary by factors, others by sums. Shares of repeats grow with a text, so a short one
 * has none to have.
 */
function rangesOf({ measures, passages }: HumanText): HumanRanges {
  const widen = Math.sqrt(passages)
  return Object.fromEntries(
    Object.entries(measures).flatMap(([id, { value, low, high }]) => {
      if (typeof value !== 'number' || low === undefined || high === undefined) return []
      const range =
        id === 'perplexity'
          ? { low: value * (low / value) ** widen, high: value * (high / value) ** widen }
          : { low: isShare(id) ? 0 : value - widen * (value - low), high: value + widen * (high - value) }
      return [[id, range]]
    }),
  )
}

/** @param probabilities of each token of one passage */
function middleHalfOf(probabilities: readonly number[]): Pick<HumanBaseline, 'middleHalf'> {
  const surprisals = probabilities.map((probability) => -Math.log(probability)).sort((a, b) => a - b)
  const low = surprisals[Math.floor(surprisals.length / 4)]
  const high = surprisals[Math.floor((3 * surprisals.length) / 4)]
  return low === undefined || high === undefined ? {} : { middleHalf: { low, high } }
}
