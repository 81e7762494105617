import { beforeAll } from 'vitest'
import { openLibrary } from '../../src/composition.ts'
import type { LanguageModel } from '../../src/decoding/model.ts'
import { parseRunRequest, type RunInput } from '../../src/runs/request/request.ts'
import { createCollector } from '../../src/runs/run/collect.ts'
import type { RunResult } from '../../src/runs/run/events.ts'
import { run } from '../../src/runs/run/run.ts'

let ofWorker: Promise<LanguageModel> | undefined

/** The built-in model, loaded once for all test files of this worker. */
export const builtInModel = (): Promise<LanguageModel> => {
  ofWorker ??= openLibrary().load()
  return ofWorker
}

export function useBuiltInModel(): () => LanguageModel {
  let model: LanguageModel | undefined
  beforeAll(async () => {
    model = await builtInModel()
  })
  return () => model!
}

/** Runs a request to its end. */
export async function runToEnd(model: LanguageModel, input: RunInput): Promise<RunResult> {
  const collector = createCollector()
  await run(model, parseRunRequest(input), collector.receive)
  return collector.result()
}

/** The tokens of every sample of every lane. */
export const tokensOf = ({ lanes }: RunResult): (readonly number[])[][] =>
  lanes.map(({ samples }) => samples.map(({ tokens }) => tokens))

/** Story openings of several lengths. */
export const PROMPTS = [
  'Once upon a time',
  'The old house stood at the end of the lane, and',
  'It was a dark night',
  '"I never said so," replied the captain',
  'In the morning the sea was calm',
  'She opened the letter and read:',
  'There were three brothers',
  'My dear friend,',
  'The train had left the station when',
  'Nobody in the village knew',
  'He laid the book upon the table',
  'Far away, beyond the hills,',
  'When the rain stopped at last',
  'The doctor shook his head',
  'A little girl with yellow hair',
  'After dinner the gentlemen',
  'The ship struck the rock',
  'I had not slept for two nights',
  '"Who is there?"',
  'At the corner of the street',
]
