import { UserError } from '../errors.ts'
import { formulaOf, howManyPassed, whatHeld } from '../experiments/claims/checks.ts'
import type { Outcome } from '../experiments/harness/reproduce.ts'
import type { ExperimentResult } from '../experiments/harness/result.ts'
import { reportPlace } from '../experiments/harness/shipped.ts'
import { toJson } from '../runs/json.ts'
import type { Terminal } from './command.ts'

/**
 * Prints what came out, and where it lies.
 * @throws UserError `claim-failed` where a check failed
 */
export function reportOutcome(
  { results, human }: Outcome,
  out: string,
  asJson: boolean,
  terminal: Terminal,
): void {
  if (asJson) terminal.print(toJson({ results: results.map(({ result }) => result), human }, 2))
  else {
    const all = results.map(({ result }) => result)
    terminal.print([...all.map(asText), totalsOf(all), reportPlace(out).path].join('\n\n'))
  }
  const failed = results.filter(({ result }) => result.checks.some(({ passed }) => !passed))
  if (failed.length === 0) return
  const names = failed.map(({ result }) => result.id).join(', ')
  throw new UserError('claim-failed', `Not every check passed: ${names}.`)
}

function asText(result: ExperimentResult): string {
  const { id, verdict, claim, checks, comparisons, isShipped, unmeasured } = result
  if (unmeasured) return `${id}: ${verdict}; ${unmeasured}\n  ${claim}`
  const origin = isShipped
    ? ' by shipped figures; this run computed nothing (pass --human FILE to measure)'
    : ''
  return [
    `${id}: ${verdict}${origin}`,
    `  ${claim}`,
    `  ${whatHeld(checks, comparisons)}`,
    ...checks.map((check) => `  ${check.passed ? 'passed' : 'FAILED'}  ${formulaOf(check)}`),
    ...comparisons
      .filter(({ carriedOver }) => !carriedOver)
      .map(({ statement }) => `  did not carry over: ${statement}`),
  ].join('\n')
}

/** How many checks this run measured, and apart from them those that shipped figures answer. */
function totalsOf(results: readonly ExperimentResult[]): string {
  const passedOf = (some: readonly ExperimentResult[]) => howManyPassed(some.flatMap(({ checks }) => checks))
  const own = results.filter(({ isShipped }) => !isShipped)
  const shipped = results.filter(({ isShipped }) => isShipped)
  return [
    ...(own.length > 0 ? [`${passedOf(own)} on what this run measured`] : []),
    ...(shipped.length > 0 ? [`${passedOf(shipped)} on shipped figures`] : []),
  ].join('; ')
}
