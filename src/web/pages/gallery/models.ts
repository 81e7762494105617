import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { experiments } from '../../../experiments/registry.ts'
import type { Results } from '../../../experiments/report/findings.ts'

/** A model whose results are stored. */
interface MeasuredModel {
  readonly id: string
  /** Where they lie. */
  readonly folder: string
}

/** The default model, measured or not, then those with a folder of results below its own. */
export function measuredModels(folder: string, defaultId: string): MeasuredModel[] {
  const below = existsSync(folder)
    ? readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory())
    : []
  const others = below
    .map(({ name }) => ({ id: name, folder: join(folder, name) }))
    .filter((model) => experiments.some(({ id }) => existsSync(join(model.folder, `${id}.json`))))
  return [{ id: defaultId, folder }, ...others]
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
