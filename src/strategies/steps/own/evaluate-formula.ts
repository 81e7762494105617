import type { Formula, FormulaFunction, FormulaName } from './parse-formula.ts'

/** A candidate, and the step it is a candidate of. */
export type FormulaScope = Record<FormulaName, number>

/** A formula ready to run: a fixed number of operations for each candidate. */
export type Evaluate = (scope: FormulaScope) => number

const truth = (value: boolean): number => (value ? 1 : 0)

const OPERATIONS: Readonly<Record<FormulaFunction, (inputs: readonly Evaluate[]) => Evaluate>> = {
  negative:
    ([a]) =>
    (scope) =>
      -a!(scope),
  not:
    ([a]) =>
    (scope) =>
      truth(a!(scope) === 0),
  or:
    ([a, b]) =>
    (scope) =>
      truth(a!(scope) !== 0 || b!(scope) !== 0),
  and:
    ([a, b]) =>
    (scope) =>
      truth(a!(scope) !== 0 && b!(scope) !== 0),
  '<':
    ([a, b]) =>
    (scope) =>
      truth(a!(scope) < b!(scope)),
  '<=':
    ([a, b]) =>
    (scope) =>
      truth(a!(scope) <= b!(scope)),
  '>':
    ([a, b]) =>
    (scope) =>
      truth(a!(scope) > b!(scope)),
  '>=':
    ([a, b]) =>
    (scope) =>
      truth(a!(scope) >= b!(scope)),
  '==':
    ([a, b]) =>
    (scope) =>
      truth(a!(scope) === b!(scope)),
  '!=':
    ([a, b]) =>
    (scope) =>
      truth(a!(scope) !== b!(scope)),
  '+':
    ([a, b]) =>
    (scope) =>
      a!(scope) + b!(scope),
  '-':
    ([a, b]) =>
    (scope) =>
      a!(scope) - b!(scope),
  '*':
    ([a, b]) =>
    (scope) =>
      a!(scope) * b!(scope),
  '/':
    ([a, b]) =>
    (scope) =>
      a!(scope) / b!(scope),
  '%':
    ([a, b]) =>
    (scope) =>
      a!(scope) % b!(scope),
  '^':
    ([a, b]) =>
    (scope) =>
      a!(scope) ** b!(scope),
  '?':
    ([condition, one, other]) =>
    (scope) =>
      condition!(scope) !== 0 ? one!(scope) : other!(scope),
  abs:
    ([a]) =>
    (scope) =>
      Math.abs(a!(scope)),
  exp:
    ([a]) =>
    (scope) =>
      Math.exp(a!(scope)),
  log:
    ([a]) =>
    (scope) =>
      Math.log(a!(scope)),
  sqrt:
    ([a]) =>
    (scope) =>
      Math.sqrt(a!(scope)),
  floor:
    ([a]) =>
    (scope) =>
      Math.floor(a!(scope)),
  keep:
    ([a]) =>
    (scope) =>
      a!(scope) !== 0 ? scope.logit : -Infinity,
  min: (inputs) => (scope) => inputs.reduce((least, one) => Math.min(least, one(scope)), Infinity),
  max: (inputs) => (scope) => inputs.reduce((most, one) => Math.max(most, one(scope)), -Infinity),
}

export function compileFormula(formula: Formula): Evaluate {
  if (formula.kind === 'number') return () => formula.value
  if (formula.kind === 'name') return (scope) => scope[formula.name]
  return OPERATIONS[formula.name](formula.inputs.map(compileFormula))
}

/** Everything a formula names. */
export function namesIn(formula: Formula): Set<FormulaName> {
  if (formula.kind === 'name') return new Set([formula.name])
  return new Set(formula.kind === 'call' ? formula.inputs.flatMap((input) => [...namesIn(input)]) : [])
}
