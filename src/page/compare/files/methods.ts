import type { Environment } from '../../../models/environment.ts'
import { factsOfRun, methodsOf } from '../../../runs/methods/methods.ts'
import type { StrategyDescription } from '../../../strategies/chain/describe.ts'
import type { Run } from '../run/run.ts'
import { requestOf } from '../settings/settings.ts'

/** How a run was made, for a paper, and what to cite: Markdown, then BibTeX. */
export function methodsText(
  { settings }: Run,
  environment: Environment,
  strategies: readonly StrategyDescription[],
): string {
  const { paragraph, bibtex } = methodsOf(factsOfRun(environment, requestOf(settings)), strategies)
  return `${paragraph}\n\n${bibtex}`
}
