import { availableParallelism } from 'node:os'
import { type Measurement, promptOf, type Task } from './task.ts'

/**
 * The little of node-llama-cpp that is used; it is not installed with this project (its binaries are large).
 */
interface LlamaModule {
  getLlama(options: object): Promise<{
    loadModel(options: object): Promise<{
      tokenize(text: string): number[]
      createContext(options: object): Promise<{ getSequence(): LlamaSequence; dispose(): Promise<void> }>
    }>
  }>
}
interface LlamaSequence {
  evaluate(tokens: number[], options: object): AsyncIterable<number>
}

/**
 * node-llama-cpp on the GGUF file the model was imported from, named by NUCLEUS_BENCH_GGUF: a sequence a row,
 * all in its batches, sampled at temperature 1.
 */
export async function llamaRun({ rows, tokens }: Task): Promise<(round: number) => Promise<Measurement>> {
  const modelPath = process.env.NUCLEUS_BENCH_GGUF
  if (!modelPath) throw new Error('NUCLEUS_BENCH_GGUF names no GGUF file')
  const name: string = process.env.NUCLEUS_BENCH_LLAMA ?? 'node-llama-cpp'
  const { getLlama } = (await import(name)) as LlamaModule
  const llama = await getLlama({ gpu: false, build: 'never', logLevel: 'error' })
  const model = await llama.loadModel({ modelPath })
  return async (round) => {
    const prompt = model.tokenize(promptOf(round))
    const context = await model.createContext({
      sequences: rows,
      contextSize: prompt.length + tokens + 8,
      // Left to itself it waits for ever on some machines, and on others takes this number, too.
      threads: availableParallelism(),
    })
    const sequences = Array.from({ length: rows }, () => context.getSequence())
    const start = performance.now()
    const made = await Promise.all(sequences.map((sequence) => grow(sequence, prompt, tokens)))
    const milliseconds = performance.now() - start
    await context.dispose()
    return { tokensPerSecond: (1000 * made.reduce((sum, one) => sum + one, 0)) / milliseconds }
  }
}

async function grow(sequence: LlamaSequence, prompt: number[], tokens: number): Promise<number> {
  let made = 0
  for await (const _ of sequence.evaluate(prompt, { temperature: 1, yieldEogToken: true })) {
    if (++made === tokens) break
  }
  return made
}
