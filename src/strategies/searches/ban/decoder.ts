import {
  type Decoder,
  type DecoderOutput,
  type RewoundTail,
  type StepTrace,
  stopAfter,
} from '../../../decoding/decoder.ts'
import type { Row } from '../../../decoding/model.ts'
import { copyOf } from '../../../decoding/rows.ts'
import { Distribution, DistributionError } from '../../../sampling/distribution.ts'
import { draw } from '../../../sampling/draw.ts'
import { numbersOf } from '../../../sampling/random.ts'
import { ruleStep } from '../../chain/constraints.ts'
import type { SearchSetup } from '../../chain/definition.ts'
import { createSampler } from '../../chain/sampler.ts'
import { traceStep } from '../../chain/trace.ts'
import { createPhraseFinder, LONGEST_MATCH, type PhraseSettings } from './phrase-finder.ts'

interface BanSettings extends PhraseSettings {
  /** Most tokens taken back in one text. */
  readonly budget: number
}

/**
 * The decoder that takes phrases back. Its one row may have read more than the text still has: the next child
 * then drops that.
 *
 * Exact: a token that was drawn anew has a number of its own, because the numbers that led into a phrase are
 * no longer free; up to there the draws are those of pure sampling.
 */
export function banDecoder(setup: SearchSetup, { budget, ...phrases }: BanSettings): Decoder {
  const { prompt, limits, streams, words } = setup
  const find = createPhraseFinder(phrases)
  const before = words.textOf(prompt.slice(-LONGEST_MATCH)).slice(-LONGEST_MATCH)
  /** Tokens that may not come again, by place, as long as the text before stays. */
  const banned = new Map<number, Set<number>>()
  /** What was taken back at a place, until a token stays there. */
  const tails = new Map<number, RewoundTail[]>()
  const bans = ruleStep('ban-phrases', (distribution, { step }) => {
    const ids = banned.get(step)
    return ids ? distribution.withLogits(new Map([...ids].map((id) => [id, -Infinity]))) : distribution
  })
  const steps = [bans, ...setup.steps]
  const { vocabularySize } = setup.model
  const sampler = createSampler({ steps, vocabularySize, prompt, streams })
  const request = {
    steps,
    candidates: setup.traceCandidates,
    detail: setup.traceDetail,
    nucleus: setup.traceNucleus,
  }
  const common = streams('draw')
  const fresh = numbersOf(streams('ban-phrases'))
  const tokens: number[] = []
  const traces: StepTrace[] = []
  let promptRow: Row | undefined
  /** How many tokens the row has read. */
  let read = 0
  /** Where tokens were drawn already, once or more. */
  let furthest = 0
  let takenBack = 0

  function write({ logits, amateurs }: Row): void {
    const step = tokens.length
    const chainTrace = sampler.apply(Distribution.fromLogits(logits), amateurs)
    const u = step < furthest ? fresh() : common(step)
    furthest = Math.max(furthest, step + 1)
    const token = draw(chainTrace.final, u)
    sampler.accept(token, chainTrace)
    tokens.push(token)
    const rewound = tails.get(step)
    traces.push({ ...traceStep(chainTrace, token, u, request), ...(rewound && { rewound: [...rewound] }) })
    for (const used of [chainTrace.raw, ...chainTrace.stages]) used.recycle()
  }

  /** The place of the token in which a phrase of the text begins; undefined where there is none. */
  function phraseAt(isWhole: boolean): { place: number; match: string } | undefined {
    const pieces = words.piecesOf(tokens)
    const found = find(before + pieces.join(''), before.length, isWhole)
    if (!found) return undefined
    let place = 0
    let end = before.length + pieces[0]!.length
    while (place < tokens.length - 1 && end <= found.start) end += pieces[++place]!.length
    // A character of several tokens begins with the first of them.
    while (place > 0 && pieces[place - 1] === '') place--
    return { place, match: found.text }
  }

  const shown = (): Pick<DecoderOutput, 'tokens' | 'steps'> => ({ tokens: [...tokens], steps: [...traces] })

  const failed = (message: string): DecoderOutput => ({ ...shown(), stop: 'error', message })

  /**
   * Takes the text back to a place, where its token may not come again.
   * @returns how the text ends, where too much was taken back
   */
  function takeBack(place: number, match: string): DecoderOutput | undefined {
    const tail = tokens.slice(place)
    for (const places of [banned, tails]) for (const one of places.keys()) if (one > place) places.delete(one)
    banned.set(place, (banned.get(place) ?? new Set()).add(tail[0]!))
    tails.set(place, [...(tails.get(place) ?? []), { tokens: tail, match }])
    tokens.length = place
    traces.length = place
    sampler.takeBack(place)
    takenBack += tail.length
    if (takenBack > budget) {
      return failed(
        `"${match}" came up again after ${takenBack - tail.length} tokens were taken back, and the ` +
          `budget is ${budget}; raise it, or ban less.`,
      )
    }
    if (banned.get(place)!.size < MOST_BANS) return undefined
    return failed(`"${match}" came up after each of ${MOST_BANS} tokens at one place; ban less.`)
  }

  /** The row reads the last of the tokens that stay. */
  function ask(): DecoderOutput {
    const dropped = read - (tokens.length - 1)
    read = tokens.length
    return { ...shown(), children: [{ parent: 0, token: tokens.at(-1)!, dropped }] }
  }

  /**
   * Draws a token after a row.
   * @returns undefined where the text was taken back
   */
  function advance(row: Row): DecoderOutput | undefined {
    try {
      write(row)
    } catch (error) {
      if (!(error instanceof DistributionError)) throw error
      const last = tails.get(tokens.length)?.at(-1)
      // With no token left here, the one before leads nowhere.
      if (last && tokens.length > 0) return takeBack(tokens.length - 1, last.match)
      return failed(error.at(tokens.length + 1))
    }
    const stop = stopAfter(tokens, limits)
    const found = phraseAt(stop !== undefined)
    if (found) return takeBack(found.place, found.match)
    return stop ? { ...shown(), stop } : ask()
  }

  return ([row]) => {
    const { amateurs } = row!
    promptRow ??= { ...copyOf(row!), ...(amateurs && { amateurs: amateurs.map((one) => one.slice()) }) }
    let output = tokens.length === 0 ? undefined : advance(row!)
    // Only the logits after the prompt are at hand again without a forward.
    while (!output) output = tokens.length === 0 ? advance(promptRow) : ask()
    return output
  }
}

/** Most tokens that are banned at one place. */
const MOST_BANS = 256
