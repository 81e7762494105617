import type { ModelListing } from '../../models/model-listing.ts'
import { LIMITS } from '../../runs/request/limits.ts'
import { modelsNamed } from '../../runs/run/run-models.ts'
import { count } from '../../words.ts'
import type { Dependencies } from '../http/dependencies.ts'
import type { CompletionRequest } from './completion-request.ts'
import { refuse } from './fields.ts'
import { readyModel } from './ready-model.ts'

/**
 * Every model that a request names must be here.
 * @returns the one that continues its prompts
 * @throws UserError `model-not-ready` or `unknown-model`
 */
export function checkModels(
  library: Pick<Dependencies['library'], 'list' | 'defaultId'>,
  { runs: [run] }: CompletionRequest,
): ModelListing {
  for (const id of modelsNamed(run!)) readyModel(library, id)
  return readyModel(library, run!.model)
}

/** What whole distributions take is known before the first of them. @throws UserError `bad-request` */
export function checkDistributions(
  { vocabularySize = 0 }: ModelListing,
  { runs, echo }: CompletionRequest,
): void {
  if (runs[0]?.detail?.distribution === undefined) return
  const tokens = runs.reduce((sum, { maxTokens, samples, prompt, promptTokens }) => {
    const ofPrompt = echo ? (promptTokens?.length ?? prompt.length) : 0
    return sum + samples * (maxTokens + ofPrompt)
  }, 0)
  const bytes = tokens * vocabularySize * 4
  if (bytes <= LIMITS.numberBytes) return
  const mebibytes = (size: number) => Math.ceil(size / 2 ** 20)
  throw refuse(
    'distribution',
    `distribution would make up to ${mebibytes(bytes)} MiB of ${count(vocabularySize)} numbers for ` +
      `each of ${count(tokens)} tokens, and a reply may hold ${mebibytes(LIMITS.numberBytes)}; ask for ` +
      'fewer tokens',
  )
}
