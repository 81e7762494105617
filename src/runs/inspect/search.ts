import { decodeContexts } from '../../decoding/decode.ts'
import type { LanguageModel } from '../../decoding/model.ts'
import type { ModelContext } from '../../decoding/model-context.ts'
import { randomStreams } from '../../sampling/random.ts'
import type { SearchUse, StepUse } from '../../strategies/chain/definition.ts'
import type { BeamChild, BeamTree } from '../../strategies/searches/beam/tree.ts'
import type { ContrastiveRecord } from '../../strategies/searches/contrastive-score.ts'
import { createTextStream } from '../run/text.ts'

/** A continuation that a search over several texts looked at in one step. */
interface Continuation {
  readonly token: number
  readonly text: string
  /** The last words of the text it continues, where that is another text than the one inspected. */
  readonly after?: string
  /** What the search ranked it by. */
  readonly score: number
  /** Whether the search went on with it, ended with it, or dropped it. */
  readonly fate: 'kept' | 'finished' | 'pruned'
  /** Whether it is the inspected text's own. */
  readonly isOwn: boolean
}

/** What a search did in one step, beyond its chain. */
export type SearchStep =
  | { readonly kind: 'beam'; readonly continuations: readonly Continuation[] }
  | {
      readonly kind: 'contrastive'
      readonly choices: readonly (ContrastiveRecord['steps'][number][number] & {
        readonly text: string
        readonly isOwn: boolean
      })[]
    }

interface SearchRequest {
  readonly model: LanguageModel
  readonly prompt: readonly number[]
  readonly steps: readonly StepUse[]
  readonly search: SearchUse
  readonly seed: number
  readonly sample: number
  readonly maxTokens: number
  /** What reads along: the model, then the amateurs. */
  readonly contexts: readonly ModelContext[]
  /** Tokens left in the context after the prompt. */
  readonly room: number
  /** The text up to the step, its own token last. */
  readonly tokens: readonly number[]
  readonly signal?: AbortSignal | undefined
}

/** Runs the search again up to the step; nothing where the inspected text is not one that it followed. */
export async function searchStep(request: SearchRequest): Promise<SearchStep | undefined> {
  const { model, tokens } = request
  const step = tokens.length - 1
  const record = await recordUpTo(request, step)
  if (record?.kind === 'contrastive') {
    const choices = record.steps[step]
    if (!choices?.some(({ token }) => token === tokens[step])) return undefined
    return {
      kind: 'contrastive',
      choices: choices.map((one) => ({
        ...one,
        text: model.nameOf(one.token),
        isOwn: one.token === tokens[step],
      })),
    }
  }
  const continuations = record && continuationsOf(record, request)
  return continuations && { kind: 'beam', continuations }
}

type SearchRecord = BeamTree | ContrastiveRecord

async function recordUpTo(request: SearchRequest, step: number): Promise<SearchRecord | undefined> {
  const { model, prompt, steps, search, maxTokens, contexts, room, signal } = request
  const decoder = search.definition.create(search.parameters, {
    prompt,
    steps,
    limits: { maxTokens, room, endOfText: model.info.endOfText },
    streams: randomStreams(request.seed, request.sample),
    model: model.info,
    traceCandidates: 1,
  })
  const enough = new AbortController()
  let record: SearchRecord | undefined
  await decodeContexts(
    contexts,
    [{ decoder, contexts: contexts.map((_, index) => index) }],
    (_, output) => {
      record = output.search as SearchRecord | undefined
      if (signal?.aborted || (record?.steps.length ?? 0) > step) enough.abort()
    },
    enough.signal,
  )
  signal?.throwIfAborted()
  return record
}

function continuationsOf(tree: BeamTree, { model, tokens }: SearchRequest): Continuation[] | undefined {
  const step = tokens.length - 1
  const parent = parentOf(tree, tokens)
  const level = tree.steps[step]
  if (parent === undefined || !level) return undefined
  return level.map((child) => ({
    token: child.token,
    text: model.nameOf(child.token),
    ...(child.parent !== parent && { after: lastWords(model, pathTo(tree, step, child)) }),
    score: child.score,
    fate: child.finished ? 'finished' : child.kept ? 'kept' : 'pruned',
    isOwn: child.parent === parent && child.token === tokens[step],
  }))
}

/** Index, in the level before, of the child that ends the inspected text before its last token; -1 for the prompt. */
function parentOf(tree: BeamTree, tokens: readonly number[]): number | undefined {
  let parents = new Set([-1])
  for (const [step, token] of tokens.slice(0, -1).entries()) {
    const level = tree.steps[step] ?? []
    parents = new Set(
      level.flatMap((child, index) =>
        child.kept && child.token === token && parents.has(child.parent) ? [index] : [],
      ),
    )
  }
  return [...parents][0]
}

/** Tokens before a child, oldest first. */
function pathTo(tree: BeamTree, step: number, { parent }: BeamChild): number[] {
  const path: number[] = []
  let index = parent
  for (let level = step - 1; level >= 0 && index >= 0; level--) {
    const child = tree.steps[level]![index]!
    path.unshift(child.token)
    index = child.parent
  }
  return path
}

const SHOWN_TOKENS = 4

function lastWords(model: LanguageModel, tokens: readonly number[]): string {
  const text = createTextStream(model)
  text.update(tokens)
  return text.pieces.slice(-SHOWN_TOKENS).join('')
}
