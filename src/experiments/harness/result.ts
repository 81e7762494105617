import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Check, type Comparison, type Verdict, verdictOf } from '../claims/checks.ts'
import { experiments } from '../registry.ts'
import { csvOf } from '../report/csv.ts'
import type { Experiment } from './definition.ts'

/** Where a result comes from: enough to make it again. */
export interface Provenance {
  readonly model: string
  /** SHA-256 of the model's ONNX file, or its fingerprint where the model list does not know the file. */
  readonly hash: string
  readonly setting: string
  /** Openings, and tokens of each. */
  readonly prompts: { readonly openings: number; readonly tokens: number; readonly newTokens: number }
  readonly seeds: readonly number[]
  /** Code: a commit, or the package's version where there is no repository. */
  readonly version: string
  /** Kernels round differently from processor to processor. Results from before it was kept lack it. */
  readonly processor?: string
  /** When the run began, ISO 8601. */
  readonly date: string
  readonly command: string
}

/** One experiment's file in a results folder. */
export interface ExperimentResult {
  readonly id: string
  readonly title: string
  readonly claim: string
  readonly paper: string
  readonly verdict: Verdict
  readonly checks: readonly Check[]
  readonly comparisons: readonly Comparison[]
  /** Why nothing of it could be measured on this model: then there are no checks, table or figure. */
  readonly unmeasured?: string
  /** File name of the figure, beside this file. */
  readonly figure: string
  readonly provenance: Provenance
  /** Whether the run read its data from shipped figures and computed nothing. */
  readonly isShipped?: boolean
  // biome-ignore lint/suspicious/noExplicitAny: each experiment knows its own data
  readonly data: any
}

/**
 * Everything but the data follows from the data.
 * @param isShipped whether the data were read from shipped figures instead of computed
 */
export function resultOf(
  experiment: Experiment,
  data: unknown,
  provenance: Provenance,
  isShipped = false,
): ExperimentResult {
  const { id, title, claim, paper } = experiment
  const unmeasured = experiment.unmeasured?.(data)
  const checks = unmeasured ? [] : experiment.checks(data)
  const comparisons = unmeasured ? [] : (experiment.comparisons?.(data) ?? [])
  return {
    id,
    title,
    claim,
    paper,
    verdict: unmeasured ? 'not measured' : verdictOf(checks, comparisons),
    checks,
    comparisons,
    figure: `${id}.svg`,
    provenance,
    ...(unmeasured && { unmeasured }),
    ...(isShipped && { isShipped }),
    data,
  }
}

/** Writes an experiment's JSON, CSV and SVG; where nothing could be measured, the JSON has the reason. */
export function writeResult(folder: string, experiment: Experiment, result: ExperimentResult): void {
  const { id, data, unmeasured } = result
  const [table, figure] = [join(folder, `${id}.csv`), join(folder, `${id}.svg`)]
  writeFileSync(join(folder, `${id}.json`), `${JSON.stringify(result, null, 1)}\n`)
  if (unmeasured) {
    for (const path of [table, figure]) rmSync(path, { force: true })
    return
  }
  writeFileSync(table, csvOf(experiment.table(data)))
  writeFileSync(figure, experiment.figure(data))
}

/** The results a folder holds, in the registry's order. */
export function readResults(folder: string): { experiment: Experiment; result: ExperimentResult }[] {
  return experiments.flatMap((experiment) => {
    const path = join(folder, `${experiment.id}.json`)
    if (!existsSync(path)) return []
    return [{ experiment, result: JSON.parse(readFileSync(path, 'utf8')) as ExperimentResult }]
  })
}
