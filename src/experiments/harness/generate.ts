import { decodeMany } from '../../decoding/decode.ts'
import type { Decoder, DecoderOutput } from '../../decoding/decoder.ts'
import type { LanguageModel } from '../../decoding/model.ts'
import { wordsOf } from '../../runs/run/text.ts'
import { randomStreams } from '../../sampling/random.ts'
import { fiveDecimals } from '../measure/rounding.ts'
import type { Generation, LanePlan } from './definition.ts'
import { batchesOf, type GenerationJob, type JobScope, jobsOf } from './generation-jobs.ts'
import type { Journal } from './journal.ts'
import { watchTempered } from './tempered.ts'

/** What the journal keeps of a text. */
type Kept = Pick<
  Generation,
  'tokens' | 'logprobs' | 'temperedLogprobs' | 'entropies' | 'kept' | 'stop' | 'endOfText'
>

export interface GenerateOptions extends JobScope {
  readonly journal: Journal
  /**
   * Whether a text depends on what shares its batch; its batch is then made again as it was, or not at all.
   */
  readonly dependsOnBatch?: boolean
  /** Called now and then, with the share of the work that is done. */
  readonly onProgress?: (share: number) => void
  readonly signal?: AbortSignal
  /** Has batches made elsewhere; by default each is made here. */
  readonly spread?: SpreadBatches
}

/**
 * Makes batches on other machines. Every finished text goes into the journal under its key.
 * @param onDone receives how many more rows are done
 * @throws a machine's own refusal; the signal's reason when aborted
 */
export type SpreadBatches = (
  batches: readonly (readonly GenerationJob[])[],
  options: Pick<GenerateOptions, 'modelHash' | 'maxTokens' | 'journal' | 'signal'>,
  onDone: (rows: number) => void,
) => Promise<void>

/** The texts of a plan, context by context, seed by seed. */
export type Texts = (plan: LanePlan) => readonly Generation[]

/**
 * Makes every text of the plans that the journal does not have yet: contexts of one length, lanes and seeds
 * share batches, and each finished text is appended at once.
 * @throws the signal's reason when aborted
 */
export async function generate(
  model: LanguageModel,
  plans: readonly LanePlan[],
  options: GenerateOptions,
): Promise<Texts> {
  const { journal, maxTokens, signal, onProgress } = options
  const all = new Map(plans.flatMap((plan) => jobsOf(plan, options)).map(({ job }) => [job.key, job]))
  const batches = batchesToDo([...all.values()], options)
  const work = batches.flat().reduce((sum, { rows }) => sum + rows, 0) * maxTokens
  let done = 0
  const report = (rows: number) => {
    done += rows
    onProgress?.(done / work)
  }
  if (options.spread) await options.spread(batches, options, (rows) => report(rows * maxTokens))
  else {
    for (const batch of batches) {
      await makeBatch(model, batch, options, report)
      signal?.throwIfAborted()
    }
  }
  return (plan) =>
    jobsOf(plan, options).map(({ job: { key, context, runSeed }, seed }) => {
      const kept = journal.get(key) as Kept | undefined
      if (!kept) throw new Error(`this text was not planned: ${key}`)
      return { ...kept, lane: plan.lane, context, seed, runSeed }
    })
}

function batchesToDo(
  jobs: readonly GenerationJob[],
  { journal, dependsOnBatch }: GenerateOptions,
): GenerationJob[][] {
  const isPending = ({ key }: GenerationJob) => journal.get(key) === undefined
  return dependsOnBatch
    ? batchesOf(jobs).filter((batch) => batch.some(isPending))
    : batchesOf(jobs.filter(isPending))
}

/**
 * Makes the texts of one batch and appends each to the journal when it is finished.
 * @param onStep receives how many more of the batch's rows times maxTokens are done
 */
export async function makeBatch(
  model: LanguageModel,
  jobs: readonly GenerationJob[],
  { maxTokens, journal, signal }: Pick<GenerateOptions, 'maxTokens' | 'journal' | 'signal'>,
  onStep: (rows: number) => void = () => {},
): Promise<void> {
  const contexts = [...new Set(jobs.map(({ context }) => context))]
  const watched = jobs.map((job) => watchTempered(decoderOf(model, job, maxTokens), job.chain))
  const starts = watched.map(({ decoder }, index) => ({
    decoder,
    prompt: contexts.indexOf(jobs[index]!.context),
  }))
  const steps = jobs.map(() => 0)
  const onOutput = (index: number, output: DecoderOutput) => {
    const { key, rows } = jobs[index]!
    const before = steps[index]!
    // A text may end before maxTokens, and what a search returns may be shorter than what it went through.
    const after = 'stop' in output ? maxTokens : Math.min(maxTokens, before + 1)
    steps[index] = after
    if ('stop' in output) {
      if (output.stop === 'error') throw new Error(`${key}: ${output.message}`)
      journal.append(key, keep(output, watched[index]!.temperedLogprobs))
    }
    onStep(rows * (after - before))
  }
  await decodeMany(
    model,
    contexts.map(({ tokens }) => tokens),
    starts,
    onOutput,
    { ...(signal && { signal }) },
  )
}

/** The decoder of one job's text. */
export function decoderOf(
  model: LanguageModel,
  { context, chain, runSeed, coupling }: GenerationJob,
  maxTokens: number,
): Decoder {
  const { info } = model
  return chain.search.definition.create(chain.search.parameters, {
    prompt: context.tokens,
    steps: chain.steps,
    limits: { maxTokens, room: info.contextLength - context.tokens.length, endOfText: info.endOfText },
    streams: randomStreams(runSeed, 0),
    coupling,
    model: info,
    words: wordsOf(model),
    traceCandidates: 0,
  })
}

function keep(
  { tokens, steps, stop }: Extract<DecoderOutput, { stop: unknown }>,
  tempered: readonly number[],
): Kept {
  const logprobs = steps.map(({ logprob }) => fiveDecimals(logprob))
  return {
    tokens,
    logprobs,
    temperedLogprobs: tempered.length > 0 ? tempered : logprobs,
    entropies: steps.map(({ entropy }) => fiveDecimals(entropy)),
    kept: steps.map(({ kept }) => kept),
    stop,
    endOfText: stop === 'end-of-text',
  }
}
