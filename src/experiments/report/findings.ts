import { type Comparison, formulaOf, howManyPassed } from '../claims/checks.ts'
import type { Experiment } from '../harness/definition.ts'
import type { ExperimentResult, Provenance } from '../harness/result.ts'
import { tableOf } from './table.ts'

export type Results = readonly { readonly experiment: Experiment; readonly result: ExperimentResult }[]

/** Which of the paper's orderings were found again. */
export function carriedOver(comparisons: readonly Comparison[]): string {
  const list = (some: readonly Comparison[], write: (one: Comparison) => string) =>
    some.length === 0 ? 'None.' : some.map((one) => `- ${write(one)}`).join('\n')
  return [
    '## What carried over, and what did not',
    '',
    "Each statement is true of the paper's own table and figures, or of the paper that it names, and was " +
      'asked of ours; these are findings, not checks.',
    '',
    'Carried over:',
    '',
    list(
      comparisons.filter((one) => one.carriedOver),
      ({ statement }) => `${statement}.`,
    ),
    '',
    'Did not carry over:',
    '',
    list(
      comparisons.filter((one) => !one.carriedOver),
      ({ statement, why }) => `${statement}. A likely reason: ${why}`,
    ),
  ].join('\n')
}

/** The claims and the paper's table on other models, or how to get them. */
export function otherModels(results: Results, others: readonly Results[]): string {
  const tables = others.flatMap((one) => one.filter(({ result }) => result.id === 'table-1'))
  return [
    '## Other models',
    '',
    'Any model on offer can be measured: `npm run --silent cli -- reproduce --model ID --human FILE ' +
      '--out results/ID`, with text in FILE that the model has not seen, puts it here. A model trained ' +
      'on the web may have seen any book that is old enough to be free.',
    ...(others.length === 0 ? [] : ['', verdictsOf([results, ...others])]),
    ...tables.flatMap(({ experiment, result: { provenance, data, checks } }) => [
      '',
      `### Table 1 on ${provenance.model}`,
      '',
      `Setting ${settingOf(provenance)}. ${howManyPassed(checks)}. \`${provenance.command}\`, ` +
        `${provenance.version}.`,
      '',
      tableOf(experiment.table(data)),
      ...checks.filter(({ passed }) => !passed).flatMap((check) => ['', `Not passed: ${formulaOf(check)}.`]),
    ]),
    ...(others.length === 0 ? ['', 'None has been measured yet: `smollm2-135m` would be the next.'] : []),
  ].join('\n')
}

/** The verdict on each claim, a column a model; the folder of another model holds its own report. */
function verdictsOf(models: readonly Results[]): string {
  const [own] = models
  const nameOf = (results: Results) => results[0]!.result.provenance.model
  return tableOf({
    columns: ['claim', ...models.map(nameOf)],
    rows: own!.map(({ experiment: { id, title } }) => [
      title,
      ...models.map((results) => results.find(({ result }) => result.id === id)?.result.verdict ?? '-'),
    ]),
  })
}

export const settingOf = ({ setting, prompts, seeds }: Provenance): string =>
  `${setting}, ${prompts.openings} story openings written for this project, cut to ${prompts.tokens} ` +
  `tokens; up to ${prompts.newTokens} new tokens; seeds ${seeds.join(', ')}`
