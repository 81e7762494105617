import { describe, expect, it } from 'vitest'
import { environmentChanges } from '../../../src/runs/replay/environment-changes.ts'
import { replay } from '../../../src/runs/replay/replay.ts'
import { parseRunFile, runFile } from '../../../src/runs/replay/run-file.ts'
import { parseRunRequest, type RunRequest } from '../../../src/runs/request/request.ts'
import { branchRequest, withBranches } from '../../../src/runs/run/branch.ts'
import { parseBranch } from '../../../src/runs/run/branch-notation.ts'
import type { RunEvent, RunResult, SampleResult, StepRecord } from '../../../src/runs/run/events.ts'

const ENVIRONMENT = {
  program: '0.1.0',
  transformers: '4.3.1',
  onnxruntime: '1.30.0',
  node: 'v20.20.2',
  platform: 'linux x64',
  processor: 'Some processor',
  models: [{ id: 'books', dtype: 'q8', files: [{ path: 'onnx/model.onnx', sha256: 'a'.repeat(64) }] }],
}
const step = (token: number): StepRecord => ({
  token,
  text: ` w${token}`,
  logprob: -1,
  rank: 1,
  entropy: 1,
  kept: 2,
  keptMass: 1,
  u: 0.5,
})
const sample = (tokens: number[], stop: SampleResult['stop'] = 'length'): SampleResult => ({
  tokens,
  text: tokens.map((token) => ` w${token}`).join(''),
  stop,
  steps: tokens.map(step),
  metrics: {},
})
const request = parseRunRequest({
  prompt: 'P',
  model: 'books',
  lanes: ['greedy', 'nucleus:0.9'],
  maxTokens: 4,
  seed: 3,
})
const result = (one: number[], other: number[], stop?: SampleResult['stop']): RunResult => ({
  model: 'books',
  prompt: 'P',
  promptTokens: [1],
  seed: 3,
  lanes: [
    { lane: 'greedy', samples: [sample(one)], metrics: {} },
    { lane: 'nucleus:0.9', samples: [sample(other, stop)], metrics: { unique: 1 } },
  ],
})

/** A runner that answers with these tokens by lane, and keeps what it was asked. */
function runnerOf(...texts: number[][][]) {
  const asked: RunRequest[] = []
  return {
    asked,
    async start(one: RunRequest, onEvent: (event: RunEvent) => void | Promise<void>) {
      const lanes = texts[asked.push(one) - 1]!
      await onEvent({
        type: 'run-start',
        model: 'books',
        prompt: 'P',
        promptTokens: [1],
        prefix: [],
        seed: 3,
        maxTokens: 4,
        lanes: one.lanes.map(({ lane }) => ({ lane, chain: lane, isDeterministic: true, samples: 1 })),
      })
      for (const [lane, tokens] of lanes.entries()) {
        const at = { lane, sample: 0 }
        const { steps, text } = sample(tokens)
        await onEvent({ type: 'lane-delta', ...at, from: 0, text, fromStep: 0, steps })
        await onEvent({ type: 'lane-end', ...at, stop: 'length', metrics: {} })
      }
      await onEvent({ type: 'run-end', milliseconds: 1, tokens: 8, lanes: lanes.map(() => ({})) })
    },
  }
}

const written = (value: unknown) => JSON.parse(JSON.stringify(value))

describe('branches in words', () => {
  it('are a token or text at a place counted from 1', () => {
    expect(parseBranch('2.1.14:532')).toEqual({ lane: 1, sample: 0, step: 13, token: 532 })
    expect(parseBranch('1.3.1= a:b=c\n')).toEqual({ lane: 0, sample: 2, step: 0, text: ' a:b=c\n' })
  })

  it.each(['', '1.1:5', '0.1.1:5', '1.1.1', '1.1.1=', '1.1.1:x', 'a.1.1:5'])('refuse "%s"', (notation) => {
    expect(() => parseBranch(notation)).toThrow(/^Expected a branch as LANE\.SAMPLE\.STEP:TOKEN/)
  })

  it('ask for the same seed, sample and steps behind the tokens that stay', () => {
    const branch = { lane: 1, sample: 2, step: 2, token: 9 }
    expect(branchRequest(request, branch, [5, 6, 7])).toMatchObject({
      lanes: [{ lane: 'nucleus:0.9' }],
      seed: 3,
      samples: 1,
      firstSample: 2,
      replay: true,
      prefix: [5, 6, 9],
      insert: '',
    })
    expect(branchRequest(request, { lane: 0, sample: 0, step: 0, text: ' hm' }, [5])).toMatchObject({
      prefix: [],
      insert: ' hm',
    })
    expect(() => branchRequest(request, branch, [5])).toThrow('Branch 2.3.3: its text has 1 tokens.')
    expect(() => branchRequest(request, branch, undefined)).toThrow('no such lane and sample')
  })

  it('are in the place of the text they grew from', () => {
    const grown = { lane: 1, sample: 0, step: 1, token: 9, result: sample([5, 9]) }
    const { lanes } = withBranches(result([1], [5, 6]), [grown])
    expect(lanes[1]).toMatchObject({ samples: [{ tokens: [5, 9] }], metrics: {} })
    expect(lanes[0]).toEqual(result([1], [5, 6]).lanes[0])
  })
})

describe('a run file', () => {
  const file = written(runFile(request, ENVIRONMENT, result([1, 2], [5, 6])))

  it('is read back as it was written', () => {
    const recording = parseRunFile(file)
    expect(recording.request).toEqual({ ...request, mayFillContext: true })
    expect(recording.texts.map(([text]) => text!.tokens)).toEqual([
      [1, 2],
      [5, 6],
    ])
    expect(recording.environment).toEqual(ENVIRONMENT)
  })

  it.each([
    [null, /^This is no run file/],
    [{ hello: 1 }, /^This is no run file; save one with Export/],
    [result([1], [2]), /^This is a run without its settings/],
    [{ ...file, version: 2 }, 'This run file is of version 2, and this program reads version 1.'],
    [{ ...file, result: 5 }, 'This run file is damaged at "result"; export the run again.'],
    [
      { ...file, result: { lanes: [{ samples: [{ tokens: ['x'], stop: 'length' }] }] } },
      /damaged at "result\.lanes\.0\.samples\.0\.tokens\.0"/,
    ],
    [{ ...file, result: { lanes: [] } }, /has 2 lanes in its request and 0 in its result/],
    [{ ...file, request: { ...file.request, seed: -1 } }, /seed must be a whole number from 0/],
    [{ ...file, request: { ...file.request, lanes: ['fancy'] } }, /There is no step "fancy"/],
  ])('of another shape is refused in one sentence: %j', (input, message) => {
    expect(() => parseRunFile(input)).toThrow(message)
  })
})

describe('a replay', () => {
  const recordingOf = (...parts: Parameters<typeof result>) =>
    parseRunFile(written(runFile(request, ENVIRONMENT, result(...parts))))

  it('states that every token is the same', async () => {
    const replayed = await replay(
      runnerOf([
        [1, 2],
        [5, 6],
      ]),
      recordingOf([1, 2], [5, 6]),
      ENVIRONMENT,
    )
    expect(replayed).toMatchObject({ isSame: true, texts: 2, tokens: 4, difference: null, changes: [] })
  })

  it.each([
    [[1, 2], [5, 7], 1, 6, { token: 7, text: ' w7' }],
    [[1, 2], [5], 1, 6, null],
    [[1, 2], [5, 6, 8], 2, null, { token: 8, text: ' w8' }],
  ])('finds the first token that differs: %j %j', async (one, other, at, recorded, replayed) => {
    const found = await replay(runnerOf([one, other]), recordingOf([1, 2], [5, 6]), ENVIRONMENT)
    expect(found).toMatchObject({
      isSame: false,
      difference: { lane: 1, sample: 0, branch: null, step: at, recorded, replayed },
    })
  })

  it('compares a text that was cut short as far as it came', async () => {
    const found = await replay(
      runnerOf([
        [1, 2],
        [5, 6, 8],
      ]),
      recordingOf([1, 2], [5, 6], 'stopped'),
      ENVIRONMENT,
    )
    expect(found!.isSame).toBe(true)
  })

  const texts = [
    [1, 2],
    [5, 6],
  ]
  it.each<
    [string, (text: { tokens: number[]; text: string; steps: StepRecord[] }) => void, number, number, RegExp]
  >([
    [
      'token',
      (text) => {
        text.tokens[1] = 9
      },
      1,
      9,
      /^The file was changed: in lane 2, sample 1, token 2 is 9 in its tokens and 6 in its steps\.$/,
    ],
    [
      'token of a step',
      (text) => {
        text.steps[1] = { ...text.steps[1]!, token: 9 }
      },
      1,
      9,
      /token 2 is 6 in its tokens and 9 in its steps/,
    ],
    [
      'step that is left out',
      (text) => void text.steps.pop(),
      1,
      null as never,
      /token 2 is 6 in its tokens and none in its steps/,
    ],
    [
      'word of a step',
      (text) => {
        text.steps[0] = { ...text.steps[0]!, text: ' x' }
      },
      0,
      5,
      /its text is not that of its steps from token 1 on/,
    ],
    [
      'word of the text',
      (text) => {
        text.text = ' w5 x'
      },
      1,
      6,
      /its text is not that of its steps from token 2 on/,
    ],
    [
      'text that goes on',
      (text) => {
        text.text += ' more'
      },
      1,
      6,
      /its text is not that of its steps from token 2 on/,
    ],
  ])('sees another %s, and that the file contradicts itself', async (_, change, at, recorded, words) => {
    const file = written(runFile(request, ENVIRONMENT, result([1, 2], [5, 6])))
    change(file.result.lanes[1].samples[0])
    const found = await replay(runnerOf(texts), parseRunFile(file), ENVIRONMENT)
    expect(found).toMatchObject({ isSame: false, difference: { lane: 1, step: at, recorded } })
    expect(found!.changes).toEqual([expect.stringMatching(words)])
  })

  it('compares words where tokens are all that is given, or none are', async () => {
    const file = written(runFile(request, ENVIRONMENT, result([1, 2], [5, 6])))
    const [text] = file.result.lanes[1].samples
    text.steps = undefined
    expect(await replay(runnerOf(texts), parseRunFile(file), ENVIRONMENT)).toMatchObject({ isSame: true })
    text.text = ' w5 W6'
    const found = await replay(runnerOf(texts), parseRunFile(file), ENVIRONMENT)
    expect(found).toMatchObject({ isSame: false, difference: { step: 1, recorded: 6 }, changes: [] })
  })

  it('grows branches on the recorded texts, a branch on the one before it', async () => {
    const branches = [
      { lane: 1, sample: 0, step: 1, token: 9, result: sample([5, 9, 4]) },
      { lane: 1, sample: 0, step: 2, text: ' hm', result: sample([5, 9, 7]) },
    ]
    const recording = parseRunFile(written(runFile(request, ENVIRONMENT, result([1, 2], [5, 6]), branches)))
    const runner = runnerOf(
      [
        [1, 2],
        [5, 6],
      ],
      [[5, 9, 4]],
      [[5, 9, 3]],
    )
    const found = await replay(runner, recording, ENVIRONMENT)
    expect(runner.asked.map(({ prefix, insert }) => [prefix, insert])).toEqual([
      [[], ''],
      [[5, 9], ''],
      [[5, 9], ' hm'],
    ])
    expect(found).toMatchObject({ texts: 4, difference: { branch: 1, step: 2, recorded: 7 } })
  })

  it('states what has changed since', () => {
    const other = {
      ...ENVIRONMENT,
      onnxruntime: '1.31.0',
      models: [{ id: 'books', dtype: 'q4', files: [{ path: 'onnx/model.onnx', sha256: 'b'.repeat(64) }] }],
    }
    expect(environmentChanges(ENVIRONMENT, other)).toEqual([
      'books was in q8 and is in q4.',
      'onnx/model.onnx of books had SHA-256 aaaaaaaaaaaa… and has bbbbbbbbbbbb….',
      'ONNX Runtime was 1.30.0 and is 1.31.0.',
    ])
    expect(environmentChanges(undefined, other)).toEqual(['The file does not name what computed it.'])
    expect(environmentChanges({ ...ENVIRONMENT, models: [] }, ENVIRONMENT)).toEqual([
      'The file does not name the file of books.',
    ])
  })
})
