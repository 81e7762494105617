import type { z } from 'zod'
import { UserError } from '../../errors.ts'
import type { Environment } from '../../models/environment.ts'
import type { ReadLane } from '../request/lane.ts'
import { parseRunRequest, type RunRequest } from '../request/request.ts'
import type { Branch } from '../run/branch-notation.ts'
import type { RunResult } from '../run/events.ts'
import { modelsNamed } from '../run/run-models.ts'
import type { RecordedText } from './recorded-text.ts'
import { type environmentSchema, kindOfFile, type RunFile, runFileSchema } from './run-file-schema.ts'

export type { RunFile } from './run-file-schema.ts'

/** A run file, checked as far as replaying it goes. */
export interface Recording {
  readonly request: RunRequest
  readonly environment: z.output<typeof environmentSchema> | undefined
  /** By lane and sample. */
  readonly texts: readonly (readonly RecordedText[])[]
  readonly branches: readonly (Branch & { readonly result: RecordedText })[]
}

/**
 * Reads a run file.
 * @param readLane `parseLane` where another one runs it
 * @throws UserError `bad-run-file` in one sentence, or what is wrong with its request
 */
export function parseRunFile(input: unknown, readLane?: ReadLane): Recording {
  const { success, data, error } = runFileSchema.safeParse(input)
  if (!success) throw new UserError('bad-run-file', faultOf(input, error))
  // A file may be of a time when a run could ask for more tokens than the context has room for.
  const request = { ...parseRunRequest(data.request, readLane), mayFillContext: true }
  const texts = data.result.lanes.map(({ samples }) => samples)
  if (texts.length !== request.lanes.length) {
    throw new UserError(
      'bad-run-file',
      `This run file has ${request.lanes.length} lanes in its request and ${texts.length} in its ` +
        'result; export the run again.',
    )
  }
  return { request, environment: data.environment, texts, branches: data.branches }
}

function faultOf(input: unknown, error: z.ZodError): string {
  const kind = kindOfFile(input)
  if (kind === 'without-settings')
    return 'This is a run without its settings; save it with Export on the page, or with run --record.'
  if (kind === 'stranger')
    return 'This is no run file; save one with Export on the page, or with run --record.'
  if (kind === 'other-version') {
    const { version } = input as { version?: unknown }
    return `This run file is of version ${JSON.stringify(version)}, and this program reads version 1.`
  }
  const [issue] = error.issues
  return `This run file is damaged at "${issue!.path.join('.')}"; export the run again.`
}

/** Every model that a request names. */
export const modelsOf = (request: RunRequest, defaultId: string): string[] => [
  ...new Set([request.model ?? defaultId, ...modelsNamed(request)]),
]

export function runFile(
  request: RunRequest,
  environment: Environment,
  result: RunResult,
  branches: RunFile['branches'] = [],
): RunFile {
  const { prompt, lanes, maxTokens, samples, seed, coupling, stop = [], heal, literal, chat } = request
  return {
    format: 'nucleus-run',
    version: 1,
    request: {
      prompt,
      model: result.model,
      lanes: lanes.map(({ lane }) => lane),
      maxTokens,
      samples,
      seed,
      ...(coupling && { coupling }),
      ...(stop.length > 0 && { stop }),
      ...(heal && { heal }),
      ...(literal && { literal }),
      ...(chat && { chat }),
    },
    environment,
    result,
    branches,
  }
}
