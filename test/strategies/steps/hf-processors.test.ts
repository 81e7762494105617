import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { UserError } from '../../../src/errors.ts'
import { type Distribution, DistributionError } from '../../../src/sampling/distribution.ts'
import {
  applyChain,
  keptIds,
  largestDifference,
  ofLogits,
  ofWeights,
  probabilities,
  readReference,
  showParameters,
  type Written,
} from '../../helpers/reference.ts'

interface Case {
  readonly kind: 'literal' | 'computed' | 'computed-constructor'
  readonly processor: string
  readonly params: Readonly<Record<string, number>>
  readonly vector?: string
  readonly test?: string
  readonly input_logits?: readonly Written[] | readonly (readonly Written[])[] | null
  readonly input_probs?: readonly (readonly number[])[] | null
  readonly input_ids?: readonly (readonly number[])[] | null
  readonly expected: Expected
}

interface Expected {
  readonly kept?: readonly number[]
  readonly probs?: readonly number[]
  readonly exp_output?: readonly (readonly number[])[]
  readonly tol?: number
  readonly n_kept?: readonly number[]
  readonly n_filtered?: readonly number[]
  readonly n_zero?: readonly number[]
  readonly removed_mask?: readonly (readonly boolean[])[]
  readonly banned?: readonly (readonly number[])[] | readonly number[]
  readonly output_logits?: readonly Written[] | readonly (readonly Written[])[]
}

interface Difference {
  readonly processor: string
  readonly vector?: string
  readonly params: Readonly<Record<string, number>>
  readonly input_logits?: unknown
  /** Ids, or counts per row where the case states counts. */
  readonly project: readonly number[]
}

const file = readReference<{ cases: Case[]; where_the_project_differs: Difference[] }>('hf-processors.json')

/** Our step of a processor and its first parameter under upstream's name. */
const STEPS: Readonly<Record<string, readonly [step: string, parameter: string]>> = {
  Temperature: ['temperature', 'temperature'],
  TopK: ['top-k', 'top_k'],
  TopP: ['nucleus', 'top_p'],
  MinP: ['min-p', 'min_p'],
  Typical: ['typical', 'mass'],
  Epsilon: ['epsilon', 'epsilon'],
  Eta: ['eta', 'epsilon'],
  TopH: ['top-h', 'top_h'],
  RepetitionPenalty: ['repetition-penalty', 'penalty'],
  NoRepeatNGram: ['no-repeat-ngram', 'ngram_size'],
}

/**
 * Processors that are no step of ours, or whose one case is stated in words; each is answered below or here.
 */
const ELSEWHERE: Readonly<Record<string, string>> = {
  SequenceBias: 'no step: biases token sequences',
  NoBadWords: 'no step: bans token sequences',
  MinLength: 'no step: forbids the end before a length',
  InfNanRemove: 'we refuse instead of repairing: see the test below',
  LogitNormalization: 'every distribution is normalised: see the test below',
}

const title = ({ kind, processor, test, vector, params }: Case) =>
  `hf-processors.json ${kind} ${processor} ${vector ?? test ?? ''} ${showParameters(params)}`

const chainOf = ({ processor, params }: Case) => {
  const [step, parameter] = STEPS[processor]!
  return `${step}:${params[parameter]}`
}

function inputsOf(one: Case): Distribution[] {
  if (one.input_probs) return one.input_probs.map(ofWeights)
  if (one.vector === 'zeros(10)') return [ofLogits(new Array<number>(10).fill(0))]
  const rows = one.input_logits!
  return (Array.isArray(rows[0]) ? (rows as Written[][]) : [rows as Written[]]).map(ofLogits)
}

/** Upstream's min_tokens_to_keep, which our steps do not have: at least so many, in the order of the cut. */
const atLeastCount = (kept: Distribution, input: Distribution, count = 1) =>
  kept.size < count ? input.head(count) : kept

function outputsOf(one: Case): Distribution[] {
  return inputsOf(one).map((input, row) => {
    // prompt_ignore_length: the history a step of ours is given is simply the later part.
    const history = one.input_ids?.[row]?.slice(one.params.prompt_ignore_length ?? 0) ?? []
    return atLeastCount(applyChain(chainOf(one), input, { history }), input, one.params.min_tokens_to_keep)
  })
}

const differenceOf = (one: Case) =>
  file.where_the_project_differs.find(
    (difference) =>
      difference.processor === one.processor &&
      difference.vector === one.vector &&
      JSON.stringify(difference.params) === JSON.stringify(one.params) &&
      (difference.input_logits === undefined ||
        JSON.stringify(difference.input_logits) === JSON.stringify(one.input_logits)),
  )

/** Rows of ids that upstream removed, or null where the case has none. */
function removedRows({ expected }: Case): readonly (readonly number[])[] | null {
  if (expected.removed_mask)
    return expected.removed_mask.map((row) => row.flatMap((isRemoved, id) => (isRemoved ? [id] : [])))
  if (!expected.banned) return null
  return Array.isArray(expected.banned[0])
    ? (expected.banned as number[][])
    : [expected.banned as readonly number[]]
}

function checkRow(one: Case, output: Distribution, row: number) {
  const { expected } = one
  const kept = keptIds(output)
  if (expected.kept) expect(kept).toEqual(expected.kept)
  if (expected.probs) expect(largestDifference(probabilities(output), expected.probs)).toBeLessThan(1e-6)
  if (expected.n_kept) expect(kept.length).toBe(expected.n_kept[row])
  const removed = expected.n_filtered ?? expected.n_zero
  if (removed) expect(output.vocabularySize - kept.length).toBe(removed[row])
  const gone = removedRows(one)?.[row]
  if (gone) expect(kept).toEqual(probabilities(output).flatMap((_, id) => (gone.includes(id) ? [] : [id])))
  if (expected.exp_output) {
    const wanted = expected.exp_output[row]!
    const shown = wanted.map((_, id) => Math.exp(output.logitOf(id)))
    expect(largestDifference(shown, wanted)).toBeLessThan(expected.tol!)
  }
  if (expected.output_logits) {
    const rows = expected.output_logits
    const wanted = (Array.isArray(rows[0]) ? (rows[row] as Written[]) : (rows as Written[])).map(Number)
    const shown = wanted.map((_, id) => output.logitOf(id))
    expect(largestDifference(shown, wanted)).toBeLessThan(1e-6)
  }
}

const isInWords = (one: Case) => one.processor === 'Temperature' && one.kind === 'literal'
const ours = file.cases.filter(
  (one) => one.processor in STEPS && one.kind !== 'computed-constructor' && !isInWords(one),
)

describe('what HF transformers computes', () => {
  it('has an answer for every one of the 172 cases', () => {
    expect(file.cases).toHaveLength(172)
    const unknown = file.cases.filter(({ processor }) => !(processor in STEPS) && !(processor in ELSEWHERE))
    expect(unknown.map(title)).toEqual([])
    const elsewhere = file.cases.filter(({ processor }) => processor in ELSEWHERE)
    expect(elsewhere.map(({ processor }) => processor).sort()).toEqual(Object.keys(ELSEWHERE).sort())
    expect(ours).toHaveLength(172 - elsewhere.length - 7 - 1)
    expect(ours.filter(differenceOf)).toHaveLength(file.where_the_project_differs.length)
  })

  for (const one of ours) {
    const difference = differenceOf(one)
    it(`${title(one)}${difference ? ' (we differ on purpose)' : ''}`, () => {
      const outputs = outputsOf(one)
      expect(outputs.length).toBeGreaterThan(0)
      if (!difference) {
        outputs.forEach((output, row) => {
          checkRow(one, output, row)
        })
      } else if (one.kind === 'literal') expect(outputs.map(({ size }) => size)).toEqual(difference.project)
      else expect(outputs.map(keptIds)).toEqual([difference.project])
    })
  }

  it('hf-processors.json literal Temperature: sharper below 1, smoother above, uniform unchanged', () => {
    const uniform = new Array<number>(20).fill(1 / 20)
    const peaked = uniform.with(5, 1 / 20 + 0.1).with(10, 1 / 20 - 0.4)
    const at = (t: number, row: readonly number[]) => applyChain(`temperature:${t}`, ofLogits(row))
    for (const t of [0.5, 1.3]) {
      expect(largestDifference(probabilities(at(t, uniform)), uniform)).toBeLessThan(1e-12)
      const [before, after] = [at(1, peaked), at(t, peaked)]
      expect(Math.sign(after.probabilityOf(5) - before.probabilityOf(5))).toBe(t < 1 ? 1 : -1)
      expect(Math.sign(after.probabilityOf(10) - before.probabilityOf(10))).toBe(t < 1 ? -1 : 1)
    }
  })

  it('hf-processors.json literal InfNanRemove: we refuse NaN and +Infinity by name', () => {
    const [first, second] = file.cases.find(({ processor }) => processor === 'InfNanRemove')!
      .input_logits as Written[][]
    expect(() => ofLogits(first!)).toThrow(
      new DistributionError('expected finite logits or -Infinity, got NaN for token 3'),
    )
    expect(() => ofLogits(second!)).toThrow(/got Infinity for token 1/)
  })

  it('hf-processors.json literal LogitNormalization: log-probabilities are log-softmax', () => {
    const rows = file.cases.find(({ processor }) => processor === 'LogitNormalization')!
      .input_logits as number[][]
    for (const row of rows) {
      const logSum = Math.log(row.reduce((sum, logit) => sum + Math.exp(logit), 0))
      const shown = row.map((_, id) => ofLogits(row).logProbabilityOf(id))
      expect(
        largestDifference(
          shown,
          row.map((logit) => logit - logSum),
        ),
      ).toBeLessThan(1e-9)
    }
  })
})

it('lists every deliberate difference in docs/differences.md', () => {
  const page = readFileSync(new URL('../../../docs/differences.md', import.meta.url), 'utf8').replaceAll(
    / +/g,
    ' ',
  )
  for (const { processor, vector, params, project } of file.where_the_project_differs) {
    const shown = showParameters(params).replace(', filter_value=0', '')
    const row = page
      .split('\n')
      .find(
        (line) =>
          line.startsWith(`| ${processor} | ${vector ?? 'five equal'}`) && line.includes(`| ${shown} |`),
      )
    expect(row, `${processor} ${vector} ${shown}`).toContain(` ${project.join(' ')} |`)
  }
})

describe('what HF transformers refuses to build', () => {
  /** Kept ids of three unequal tokens, or null for a refusal of our own. */
  const answers: Readonly<Record<string, readonly number[] | null>> = {
    'temperature:0': [0],
    'temperature:1': [0, 1, 2],
    'top-k:0': [0, 1, 2],
    'nucleus:1.1': null,
    'typical:1': [0, 1, 2],
    'epsilon:0': [0, 1, 2],
    'top-h:0': [0],
  }
  const refused = file.cases.filter(({ kind }) => kind === 'computed-constructor')

  it('covers all seven', () => {
    expect(refused.map(chainOf).sort()).toEqual(Object.keys(answers).sort())
  })

  for (const one of refused) {
    it(`${title(one)}: our answer`, () => {
      const run = () => keptIds(applyChain(chainOf(one), ofLogits([2, 1, 0])))
      const answer = answers[chainOf(one)]
      if (answer) expect(run()).toEqual(answer)
      else expect(run).toThrow(UserError)
    })
  }
})
