import { setImmediate as nextTurn } from 'node:timers/promises'
import { Distribution } from '../../sampling/distribution.ts'
import { randomStreams } from '../../sampling/random.ts'
import type { Chain } from '../../strategies/chain/definition.ts'
import type { ChainTrace } from '../../strategies/chain/pipeline.ts'
import { createSampler } from '../../strategies/chain/sampler.ts'
import { withSearch } from '../../strategies/chain/search-part.ts'

/** A text with the model's logits before some of its tokens. */
export interface ReadText {
  /** Token ids before the text. */
  readonly prompt: readonly number[]
  readonly tokens: readonly number[]
  /** Logits by token id, and the index of the text's token that they are about; in order. */
  readonly rows: readonly { readonly index: number; readonly logits: Float32Array }[]
}

export interface Seen {
  /** Index of the text. */
  readonly text: number
  /** The text's own token. */
  readonly token: number
  readonly chain: Chain
  /** What the chain leaves. */
  readonly chainTrace: ChainTrace
}

/** Milliseconds after which others get a turn. */
const TURN = 8

/**
 * Runs chains along texts, each token judged by every chain before the next: the memory of a chain's steps
 * learns the text's own tokens. The distributions are valid during the visit only.
 * @param seed for steps with a chance of their own
 */
export async function walkTexts(
  texts: readonly ReadText[],
  chains: readonly Chain[],
  seed: number,
  visit: (seen: Seen) => void,
  signal?: AbortSignal,
): Promise<void> {
  let turnBegan = performance.now()
  for (const [text, { prompt, tokens, rows }] of texts.entries()) {
    const vocabularySize = rows[0]?.logits.length ?? 0
    const samplers = chains.map(({ steps }) =>
      createSampler({ steps, vocabularySize, prompt, streams: randomStreams(seed, 0) }),
    )
    for (const { index, logits } of rows) {
      if (performance.now() - turnBegan > TURN) {
        await nextTurn()
        signal?.throwIfAborted()
        turnBegan = performance.now()
      }
      const raw = Distribution.fromLogits(logits)
      for (const [position, chain] of chains.entries()) {
        const sampler = samplers[position]!
        while (sampler.length < index) sampler.accept(tokens[sampler.length]!)
        const chainTrace = withSearch(chain, sampler.apply(raw))
        visit({ text, token: tokens[index]!, chain, chainTrace })
        sampler.accept(tokens[index]!, chainTrace)
      }
      raw.recycle()
    }
  }
}
