import { UserError } from '../errors.ts'
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
  else terminal.print([...results.map(({ result }) => asText(result)), reportPlace(out).path].join('\n\n'))
  const failed = results.filter(({ result }) => result.checks.some(({ passed }) => !passed))
  if (failed.length === 0) return
  const names = failed.map(({ result }) => result.id).join(', ')
  throw new UserError('claim-failed', `Not every check passed: ${names}.`)
}

function asText({ id, verdict, claim, checks }: ExperimentResult): string {
  const lines = checks.map(({ passed, statement, measured, comparison, margin }) => {
    const value = measured === null ? 'not measured' : Number(measured.toPrecision(4))
    return `  ${passed ? 'passed' : 'FAILED'}  ${statement}: ${value} (${comparison} ${margin})`
  })
  return [`${id}: ${verdict}`, `  ${claim}`, ...lines].join('\n')
}
