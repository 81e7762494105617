/** One number held against a margin (margins.ts). */
export interface Check {
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

export type Verdict = 'reproduced' | 'partly reproduced' | 'not reproduced'

export function verdictOf(checks: readonly Check[]): Verdict {
  const passed = checks.filter((check) => check.passed).length
  if (passed === checks.length) return 'reproduced'
  return passed > 0 ? 'partly reproduced' : 'not reproduced'
}
