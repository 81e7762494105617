import { join } from 'node:path'
import { AutoModelForCausalLM, AutoTokenizer, env } from '@xenova/transformers'
import { expect, it } from 'vitest'
import { projectRoot } from '../../src/project.ts'
import { cases } from '../helpers/thorough.ts'
import { PROMPTS, runToEnd, useBuiltInModel } from './model.ts'

const model = useBuiltInModel()

it("greedy equals the library's own generate() on the same file", async () => {
  const before = env.localModelPath
  env.localModelPath = join(projectRoot, 'models')
  const options = { local_files_only: true } as const
  const tokenizer = await AutoTokenizer.from_pretrained('books-13m', options)
  const library = await AutoModelForCausalLM.from_pretrained('books-13m', { ...options, dtype: 'q8' })
  env.localModelPath = before
  for (const prompt of PROMPTS.slice(0, cases(2, PROMPTS.length))) {
    const inputs = tokenizer(prompt, { add_special_tokens: false })
    const output = await library.generate({ ...inputs, max_new_tokens: 64, do_sample: false })
    const expected = [...(output as { data: BigInt64Array }).data].map(Number)
    const { promptTokens, lanes } = await runToEnd(model(), { prompt, lanes: ['greedy'], maxTokens: 64 })
    expect([...promptTokens, ...lanes[0]!.samples[0]!.tokens]).toEqual(expected)
  }
  await library.dispose()
})
