import { groupBy } from '../../../group-by.ts'
import type { StepRecord } from '../../../runs/run/events.ts'
import type { Sample } from '../run/run.ts'

/** A lane's samples as one tree: what they share is there once. */

export interface PrefixText {
  readonly steps: readonly StepRecord[]
}

/** A run of tokens that the same samples took. */
export interface PrefixBranch {
  /** `root`, or first sample and first token: the same while texts grow. */
  readonly id: string
  /** Index of its first token in the text. */
  readonly from: number
  readonly steps: readonly StepRecord[]
  /** Those that took it, ascending. */
  readonly samples: readonly number[]
  /** Those of them whose text ends with it. */
  readonly ended: readonly number[]
  /** Most samples first; two or more, or one beside a text that ended. */
  readonly children: readonly PrefixBranch[]
}

/** Tokens that no sample took. */
export interface Untaken {
  /** With their probability under the model. */
  readonly paths: readonly { readonly id: number; readonly text: string; readonly raw: number }[]
  /** How many tokens the chain left besides; unknown where it left each sample others. */
  readonly more: number | undefined
}

/** The root holds what all samples share, which may be nothing. O(tokens). */
export const prefixTree = (texts: readonly PrefixText[]): PrefixBranch => ({
  ...branchOf(texts, [...texts.keys()], 0),
  id: 'root',
})

function branchOf(texts: readonly PrefixText[], samples: readonly number[], from: number): PrefixBranch {
  const [first = 0] = samples
  const steps = texts[first]?.steps ?? []
  let to = from
  while (to < steps.length && samples.every((one) => texts[one]?.steps[to]?.token === steps[to]?.token)) to++
  const children = [...groupBy(samples, (sample) => texts[sample]?.steps[to]?.token).values()]
    .sort((a, b) => b.length - a.length)
    .map((group) => branchOf(texts, group, to))
  const ended = samples.filter((sample) => texts[sample]?.steps.length === to)
  return { id: `${first}.${from}`, from, steps: steps.slice(from, to), samples, ended, children }
}

/** While texts grow in turns, only as much as all of them have is compared. */
export function evenTexts(samples: readonly Sample[]): PrefixText[] {
  const going = samples.filter(({ stop }) => stop === undefined)
  const length = Math.min(...going.map(({ steps }) => steps.length))
  return samples.map(({ steps }) => ({ steps: steps.length > length ? steps.slice(0, length) : steps }))
}

/** Index of the token at which a branch forks. */
export const forkOf = ({ from, steps }: PrefixBranch): number => from + steps.length

/** Tokens until the last fork, itself included: as far as the traces must reach. */
export const depthOf = (branch: PrefixBranch): number =>
  branch.children.length === 0 ? 0 : Math.max(forkOf(branch) + 1, ...branch.children.map(depthOf))

/**
 * The likeliest tokens at a fork that the chain left and no sample took, by probability under the model.
 * Exact as far as the traces' candidates go. Undefined where no trace reaches.
 * @param traced the samples again, with candidates
 */
export function untakenAt(
  branch: PrefixBranch,
  traced: readonly PrefixText[],
  most: number,
): Untaken | undefined {
  const fork = forkOf(branch)
  const taken = new Set(branch.children.map(({ steps }) => steps[0]?.token))
  const records = branch.samples.flatMap((sample) => traced[sample]?.steps[fork] ?? [])
  const paths = new Map<number, Untaken['paths'][number]>()
  for (const { id, text, raw, probability } of records.flatMap(({ candidates = [] }) => candidates)) {
    if (probability > 0 && !taken.has(id)) paths.set(id, { id, text, raw })
  }
  const kept = new Set(records.map((step) => step.kept))
  const [left] = kept
  if (left === undefined) return undefined
  const shown = [...paths.values()].sort((a, b) => b.raw - a.raw).slice(0, most)
  return { paths: shown, more: kept.size === 1 ? left - taken.size - shown.length : undefined }
}
