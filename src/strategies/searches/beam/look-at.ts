import type { Words } from '../../chain/definition.ts'
import type { BeamChild, BeamTree } from './tree.ts'

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

/** What a beam search did in one step, beyond its chain. */
export interface BeamStep extends Pick<BeamTree, 'kind'> {
  readonly continuations: readonly Continuation[]
}

/** What the beam looked at beside a text; nothing where the text is not one that it followed. */
export function lookAtBeam(tree: BeamTree, tokens: readonly number[], words: Words): BeamStep | undefined {
  const step = tokens.length - 1
  const parent = parentOf(tree, tokens)
  const level = tree.steps[step]
  if (parent === undefined || !level) return undefined
  const continuations = level.map(
    (child): Continuation => ({
      token: child.token,
      text: words.nameOf(child.token),
      ...(child.parent !== parent && { after: lastWords(words, pathTo(tree, step, child)) }),
      score: child.score,
      fate: child.finished ? 'finished' : child.kept ? 'kept' : 'pruned',
      isOwn: child.parent === parent && child.token === tokens[step],
    }),
  )
  return { kind: tree.kind, continuations }
}

/**
 * Index, in the level before, of the child that ends the inspected text before its last token; -1 for the
 * prompt.
 */
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

const lastWords = (words: Words, tokens: readonly number[]): string =>
  words.piecesOf(tokens).slice(-SHOWN_TOKENS).join('')
