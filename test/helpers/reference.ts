import { readFileSync } from 'node:fs'
import { parseChain } from '../../src/runs/request/notation.ts'
import { Distribution } from '../../src/sampling/distribution.ts'
import type { RandomStreams } from '../../src/sampling/random.ts'
import { createPipeline } from '../../src/strategies/chain/pipeline.ts'

/** Reads a file of reference vectors; the caller states the type of its cases. */
export function readReference<Contents>(name: string): Contents {
  return JSON.parse(readFileSync(new URL(`../reference/${name}`, import.meta.url), 'utf8')) as Contents
}

/** A number as the vectors write it: JSON has no infinities. */
export type Written = number | string

/** A distribution of a row of logits by token id. */
export const ofLogits = (row: readonly Written[]) => Distribution.fromLogits(row.map(Number))

/** A distribution of probabilities or weights by token id, which need not sum to 1. */
export const ofWeights = (row: readonly number[]) => Distribution.fromLogits(row.map(Math.log))

/** A draw of 0 makes every step that acts by chance act. */
const alwaysActs: RandomStreams = () => () => 0

/** What a chain makes of one distribution, first token of a sample. */
export function applyChain(
  chain: string,
  distribution: Distribution,
  { history = [], streams = alwaysActs }: { history?: readonly number[]; streams?: RandomStreams } = {},
): Distribution {
  const pipeline = createPipeline(parseChain(chain).steps)
  const state = pipeline.init(distribution.vocabularySize)
  const context = { history, promptLength: history.length, step: 0, streams }
  return pipeline.run(distribution, state, context).final
}

/** Ids of the candidates, ascending. */
export function keptIds(distribution: Distribution): number[] {
  const ids: number[] = []
  distribution.forEachId((id) => ids.push(id))
  return ids.sort((a, b) => a - b)
}

/** Probabilities by token id. */
export const probabilities = (distribution: Distribution) =>
  Array.from({ length: distribution.vocabularySize }, (_, id) => distribution.probabilityOf(id))

/** The largest absolute difference; equal infinities differ by 0. */
export function largestDifference(a: readonly number[], b: readonly number[]): number {
  if (a.length !== b.length) return Infinity
  return Math.max(0, ...a.map((value, i) => (value === b[i] ? 0 : Math.abs(value - b[i]!))))
}

/** Parameters in a title: `top_k=3, min_tokens_to_keep=3`. */
export const showParameters = (parameters: Readonly<Record<string, unknown>>) =>
  Object.entries(parameters)
    .map(([name, value]) => `${name}=${JSON.stringify(value)}`)
    .join(', ')
