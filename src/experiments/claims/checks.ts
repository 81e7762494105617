import { plural } from '../../words.ts'

/** One number and the margin it is compared with (margins.ts). */
export interface Check {
  /** What is measured, as the left side of a formula: "greedy ÷ human perplexity". */
  readonly statement: string
  /** null where it could not be measured: the check then fails. */
  readonly measured: number | null
  readonly comparison: 'at least' | 'at most'
  readonly margin: number
  readonly passed: boolean
}

export function atLeast(statement: string, measured: number | null, margin: number): Check {
  return {
    statement,
    measured,
    comparison: 'at least',
    margin,
    passed: measured !== null && measured >= margin,
  }
}

export function atMost(statement: string, measured: number | null, margin: number): Check {
  return {
    statement,
    measured,
    comparison: 'at most',
    margin,
    passed: measured !== null && measured <= margin,
  }
}

/** a / b; null where either is missing or b is 0. */
export function ratio(a: number | null, b: number | null): number | null {
  return a === null || b === null || b === 0 ? null : a / b
}

/** A statement of the paper beside what was found here; no check, because nothing was promised. */
export interface Comparison {
  readonly statement: string
  readonly carriedOver: boolean
  /** Why it may differ here; shown where it did not carry over. */
  readonly why: string
}

export type Verdict = 'reproduced' | 'partly reproduced' | 'not reproduced' | 'not measured'

/**
 * Reproduced: every check passed and every statement of the paper carried over. Not reproduced: no check
 * passed. Anything between is partly reproduced.
 */
export function verdictOf(checks: readonly Check[], comparisons: readonly Comparison[]): Verdict {
  const passed = checks.filter((check) => check.passed).length
  if (passed === 0) return 'not reproduced'
  const carried = comparisons.every(({ carriedOver }) => carriedOver)
  return passed === checks.length && carried ? 'reproduced' : 'partly reproduced'
}

/** What held, in figures: "15 of 15 checks passed, 3 of 9 statements of the paper carried over". */
export function whatHeld(checks: readonly Check[], comparisons: readonly Comparison[]): string {
  const carried = comparisons.filter(({ carriedOver }) => carriedOver).length
  const statements = `${carried} of ${plural(comparisons.length, 'statement')} of the paper carried over`
  return [howManyPassed(checks), ...(comparisons.length > 0 ? [statements] : [])].join(', ')
}

/** "15 of 15 checks passed". */
export const howManyPassed = (checks: readonly Check[]): string =>
  `${checks.filter(({ passed }) => passed).length} of ${checks.length} checks passed`

/** What a check asks for, as a formula: "greedy ÷ human perplexity ≤ 0.25". */
export const demandOf = ({ statement, comparison, margin }: Check): string =>
  `${statement} ${comparison === 'at least' ? '≥' : '≤'} ${margin}`

/** The same with what was measured: "greedy ÷ human perplexity ≤ 0.25: 0.07". */
export const formulaOf = (check: Check): string =>
  `${demandOf(check)}: ${check.measured === null ? 'not measured' : Number(check.measured.toPrecision(2))}`
