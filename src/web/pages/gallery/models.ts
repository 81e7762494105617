import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { readResults } from '../../../experiments/harness/result.ts'
import type { Results } from '../../../experiments/report/findings.ts'

/** A model whose results are stored. */
export interface MeasuredModel {
  readonly id: string
  /** Where they lie. */
  readonly folder: string
  readonly results: Results
}

/** Results of the default model, then of those with a folder of their own below. */
export function measuredModels(folder: string, defaultId: string): MeasuredModel[] {
  const below = existsSync(folder)
    ? readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory())
    : []
  const others = below
    .map(({ name }) => ({ id: name, folder: join(folder, name), results: readResults(join(folder, name)) }))
    .filter(({ results }) => results.length > 0)
  return [{ id: defaultId, folder, results: readResults(folder) }, ...others]
}

/** Statements of the paper that hold for one of two models, of the experiments that both have. */
export function onlyCarriedBy(one: Results, other: Results): string[] {
  const held = (results: Results, id: string) =>
    results.find(({ experiment }) => experiment.id === id)?.result.comparisons
  return one.flatMap(({ experiment: { id }, result: { comparisons } }) => {
    const theirs = held(other, id)
    return comparisons
      .filter(
        (mine) =>
          mine.carriedOver &&
          theirs?.some((their) => their.statement === mine.statement && !their.carriedOver),
      )
      .map(({ statement }) => statement)
  })
}
