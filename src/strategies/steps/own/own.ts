import { z } from 'zod'
import { UserError } from '../../../errors.ts'
import { type Distribution, DistributionError } from '../../../sampling/distribution.ts'
import { defineStep, type StepContext } from '../../chain/definition.ts'
import { text } from '../../chain/parameters.ts'
import { compileFormula, type FormulaScope, namesIn } from './evaluate-formula.ts'
import { FORMULA_NAMES, type Formula, type FormulaName, formulaFault, parseFormula } from './parse-formula.ts'

const IDENTITY = 'logit'

/** What a formula may be made of. */
const WORDS = {
  logit: 'the token’s logit before this step',
  p: 'its probability before this step',
  rank: 'its rank, 1 for the most likely',
  mass: 'sum of p down to it, itself included',
  before: 'sum of p above it',
  raw: 'its probability before the first step',
  count: 'how often it is in prompt and text',
  ago: 'how long ago: 1 is the last, inf never',
  highest: 'the highest logit',
  top: 'the highest probability',
  size: 'how many candidates there are',
  entropy: 'their entropy, in nats',
  step: 'number of the token chosen, from 0',
  length: 'tokens so far, the prompt’s included',
  inf: 'infinity; a logit of -inf removes',
  'keep(a)': 'logit where a holds, else -inf',
  'min, max': 'the least, the greatest of any number',
  'abs, floor': 'without its sign; rounded down',
  'exp, log': 'e to the power; natural logarithm',
  sqrt: 'square root',
  'a ? b : c': 'b where a holds, else c',
  'or and not': '1 where it holds, else 0',
  '< <= > >= == !=': 'comparisons: 1 where it holds, else 0',
  '+ - * / % ^': 'arithmetic; % remainder, ^ power',
} satisfies Record<FormulaName, string> & Record<string, string>

/** Whether this code runs in a worker of a browser: the only place where a formula is evaluated. */
const isInBrowserWorker = (): boolean => 'WorkerGlobalScope' in globalThis

/** Each candidate's new logit by the formula; the same bits wherever it is evaluated. */
function applyFormula(formula: Formula, distribution: Distribution, context: StepContext): Distribution {
  const evaluate = compileFormula(formula)
  const names = namesIn(formula)
  const past = names.has('count') || names.has('ago') ? pastOf(context.history) : undefined
  const scope: FormulaScope = {
    ...{ logit: 0, p: 0, rank: 0, mass: 0, before: 0, count: 0, ago: Infinity, raw: 0 },
    highest: distribution.logit(0),
    top: distribution.probability(0),
    size: distribution.size,
    entropy: names.has('entropy') ? distribution.entropy() : 0,
    step: context.step,
    length: context.history.length,
    inf: Infinity,
  }
  const logits = new Map<number, number>()
  const take = (id: number) => {
    scope.logit = distribution.logitOf(id)
    scope.p = distribution.probabilityOf(id)
    scope.raw = context.raw.probabilityOf(id)
    scope.count = past?.get(id)?.count ?? 0
    scope.ago = past?.get(id)?.ago ?? Infinity
    const logit = evaluate(scope)
    if (Number.isNaN(logit) || logit === Infinity) {
      throw new DistributionError(`the formula gives ${logit} for token ${id}; a logit is a number or -inf`)
    }
    logits.set(id, logit)
  }
  if (names.has('rank') || names.has('mass') || names.has('before')) {
    for (let rank = 0; rank < distribution.size; rank++) {
      scope.rank = rank + 1
      scope.before = scope.mass
      scope.mass += distribution.probability(rank)
      take(distribution.id(rank))
    }
  } else distribution.forEachId(take)
  return distribution.withLogits(logits)
}

function pastOf(history: readonly number[]): Map<number, { count: number; ago: number }> {
  const past = new Map<number, { count: number; ago: number }>()
  for (const [index, id] of history.entries()) {
    past.set(id, { count: (past.get(id)?.count ?? 0) + 1, ago: history.length - index })
  }
  return past
}

export const own = defineStep({
  id: 'own',
  title: 'Your own',
  summary:
    'Custom code: you write the function that gives each token its new logit, as one expression; ' +
    'this formula is computed in your browser, never on the server.',
  formula:
    'The logit of v becomes the formula’s value; -inf removes v, and keep(condition) removes what does not ' +
    'meet it. keep(before < 0.9) is nucleus, keep(p >= 0.1 * top) is min-p, logit - 0.5 * count is a ' +
    'frequency penalty.',
  paper: 'yours',
  weakness: 'Nobody has checked it but you, and no server runs it.',
  family: 'shape',
  parameters: z
    .strictObject({
      formula: text(IDENTITY, /^[\s\S]{0,500}$/, {
        title: 'formula',
        help: `an expression of ${FORMULA_NAMES.filter((name) => name !== 'inf').join(', ')}`,
        words: Object.entries(WORDS).map(([name, meaning]) => ({ name, meaning })),
      }),
    })
    .superRefine(({ formula }, context) => {
      const message = formulaFault(formula)
      if (message !== undefined) context.addIssue({ code: 'custom', path: ['formula'], message })
    }),
  isNeutral: ({ formula }) => formula.trim() === IDENTITY,
  isBrowserOnly: true,
  create({ formula }) {
    if (!isInBrowserWorker()) {
      throw new UserError(
        'lane-unsupported',
        'A step of your own is computed in your browser, and nowhere else; use it in the lab or on ' +
          'Compare, on the page.',
      )
    }
    if (formula.trim() === IDENTITY) return (distribution) => distribution
    const parsed = parseFormula(formula)
    return (distribution, context) => applyFormula(parsed, distribution, context)
  },
})
