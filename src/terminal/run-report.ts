import { ACROSS_MODELS, bitsPerByte } from '../runs/run/bits-per-byte.ts'
import type { GrownBranch } from '../runs/run/branch-notation.ts'
import { branchText } from '../runs/run/branch-start.ts'
import type { RunResult, SampleResult } from '../runs/run/events.ts'
import { movesSentence } from '../runs/run/moves-sentence.ts'
import { partingOf } from '../runs/run/parting.ts'
import { rewoundSentence } from '../runs/run/rewound-sentence.ts'
import { plural } from '../words.ts'

/** A run for people: what it ran on, then every text behind its prompt. */
export function runReport(
  { model, seed, prompt, lanes, given }: RunResult,
  branches: readonly GrownBranch[] = [],
): string {
  const models = [...new Set(lanes.map((lane) => lane.model ?? model))]
  const isMixed = models.length > 1
  const parts = lanes.flatMap(({ lane, samples }, place) =>
    samples.map((sample, index) => {
      const name = samples.length > 1 ? `${lane}, sample ${index + 1}` : lane
      const lines = [
        sample.message,
        sample.hint,
        movesSentence(sample.search),
        rewoundSentence(sample.steps),
        ...branchSentences(branches.filter((one) => one.lane === place && one.sample === index)),
      ].filter(Boolean)
      const end = lines.length > 0 ? `\n${lines.join('\n')}` : ''
      // An answer does not go on from its question.
      const answer = given ? `\n\n${sample.text}` : sample.text
      return `${name}  (${factsOf(sample, isMixed)})\n${prompt}${answer}${end}`
    }),
  )
  const parting = isMixed ? undefined : firstParting(lanes)
  const head = [
    `${isMixed ? 'models' : 'model'} ${models.join(', ')}`,
    `seed ${seed}`,
    ...(parting === undefined ? [] : [`lanes differ from token ${parting} on`]),
  ].join(', ')
  const template = given && `given: ${given.map(({ text }) => JSON.stringify(text).slice(1, -1)).join('|')}`
  const lines = [head, ...(isMixed ? [ACROSS_MODELS] : []), ...(template ? [template] : [])]
  return [lines.join('\n'), ...parts].join('\n\n')
}

const branchSentences = (branches: readonly GrownBranch[]): string[] =>
  branches.map((branch) => {
    const { step, text, result } = branch
    const how = text === undefined ? 'chosen' : 'typed'
    return `${JSON.stringify(branchText(branch, result.steps))} was ${how} at token ${step + 1}.`
  })

function factsOf({ stop, tokens, steps }: SampleResult, isMixed: boolean): string {
  const bits = isMixed ? bitsPerByte(steps) : undefined
  const facts = [stop, plural(tokens.length, 'token')]
  return [...facts, ...(bits === undefined ? [] : [`${bits.toFixed(2)} bits per byte`])].join(', ')
}

/** The first token, counted from 1, at which the lanes' first samples differ. */
function firstParting(lanes: RunResult['lanes']): number | undefined {
  const [first, ...others] = lanes.map(({ samples }) => samples[0]!.tokens)
  const partings = others.flatMap((tokens) => partingOf(first!, tokens) ?? [])
  return partings.length > 0 ? 1 + Math.min(...partings) : undefined
}
