import { fileURLToPath } from 'node:url'
import {
  AutoModelForCausalLM,
  AutoTokenizer,
  env,
  type PreTrainedModel,
  type Tensor,
} from '@xenova/transformers'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const VOCABULARY = 50257
const END_OF_TEXT = 50256
const CACHE = [0, 1].flatMap((layer) => [`${layer}.key`, `${layer}.value`])

interface Session {
  readonly inputNames: readonly string[]
  readonly outputNames: readonly string[]
  readonly inputMetadata: readonly { name: string; type: string; shape: readonly (number | string)[] }[]
}

type Outputs = { logits: Tensor }

const loadModel = (modelFile: string) =>
  AutoModelForCausalLM.from_pretrained('tiny-gpt2', {
    local_files_only: true,
    dtype: 'q8',
    model_file_name: modelFile,
    session_options: { logSeverityLevel: 3 },
  })

const loadTokenizer = () => AutoTokenizer.from_pretrained('tiny-gpt2', { local_files_only: true })

let tokenizer: Awaited<ReturnType<typeof loadTokenizer>>

beforeAll(async () => {
  env.localModelPath = fileURLToPath(new URL('../../fixtures', import.meta.url))
  tokenizer = await loadTokenizer()
})

describe('the tiny GPT-2 tokenizer', () => {
  it('has the size and the byte order of the GPT-2 vocabulary', () => {
    const vocabulary = tokenizer.get_vocab()
    expect(vocabulary.size).toBe(VOCABULARY)
    expect(new Set(vocabulary.values()).size).toBe(VOCABULARY)
    expect(['!', '~', '¡', 'ÿ', 'Ā', 'Ċ', 'Ġ', 'Ń'].map((token) => vocabulary.get(token))).toEqual([
      0, 93, 94, 187, 188, 198, 220, 255,
    ])
    expect(tokenizer.encode('<|endoftext|>')).toEqual([END_OF_TEXT])
  })

  it.each([
    'Once upon a time, there was a banana.',
    "naïve café 😀 👩‍👩‍👧 日本語\n\n  x = 42; don't",
    '\t\u0000\u00a0 \r\n',
  ])('encodes and decodes %j', (text) => {
    const tokens = tokenizer.encode(text, { add_special_tokens: false })
    expect(tokenizer.decode(tokens, { clean_up_tokenization_spaces: false })).toBe(text)
  })

  it('merges, and breaks an emoji into tokens that are no characters alone', () => {
    expect(tokenizer.encode(' banana').length).toBeLessThan(7)
    expect(tokenizer.encode('😀')).toHaveLength(3)
  })
})

describe.each([
  { modelFile: 'decoder_model_merged', positions: ['position_ids'] },
  { modelFile: 'decoder_model_merged_without_positions', positions: [] },
])('the tiny GPT-2 graph $modelFile', ({ modelFile, positions }) => {
  let model: PreTrainedModel

  beforeAll(async () => {
    model = await loadModel(modelFile)
  })

  afterAll(async () => {
    await model.dispose()
  })

  it('has the inputs and outputs of a merged decoder', () => {
    const session = model.sessions.model as Session
    const past = CACHE.map((name) => `past_key_values.${name}`)
    expect(session.inputNames).toEqual([
      'input_ids',
      'attention_mask',
      ...positions,
      ...past,
      'use_cache_branch',
    ])
    expect(session.outputNames).toEqual(['logits', ...CACHE.map((name) => `present.${name}`)])
    for (const { name, type, shape } of session.inputMetadata) {
      if (!past.includes(name)) continue
      expect({ type, shape }).toEqual({
        type: 'float32',
        shape: ['batch_size', 2, 'past_sequence_length', 6],
      })
    }
  })

  it('returns the logits of every position', async () => {
    const { logits } = (await model(tokenizer('The banana was on'))) as Outputs
    const length = tokenizer.encode('The banana was on').length
    expect(logits.dims).toEqual([1, length, VOCABULARY])
    expect((logits.data as Float32Array).every(Number.isFinite)).toBe(true)
  })

  it('generates greedily by its logits', async () => {
    const inputs = tokenizer('Once upon a time')
    const prompt = tokenizer.encode('Once upon a time')
    const output = (await model.generate({ ...inputs, max_new_tokens: 8, do_sample: false })) as Tensor
    const tokens = (output.tolist() as bigint[][])[0]!.map(Number)
    expect(tokens.slice(0, prompt.length)).toEqual(prompt)
    expect(tokens).toHaveLength(prompt.length + 8)
    expect(new Set(tokens.slice(prompt.length)).size).toBeGreaterThan(2)

    const { logits } = (await model(inputs)) as Outputs
    const last = (logits.data as Float32Array).subarray(-VOCABULARY)
    expect(tokens[prompt.length]).toBe(last.indexOf(Math.max(...last)))
  })
})
