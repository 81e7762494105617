import { type Decoder, type DecoderOutput, stopAfter } from '../../../decoding/decoder.ts'
import type { Child, Row } from '../../../decoding/model.ts'
import { copyOf } from '../../../decoding/rows.ts'
import { DistributionError } from '../../../sampling/distribution.ts'
import { numbersOf } from '../../../sampling/random.ts'
import type { SearchSetup } from '../../chain/definition.ts'
import type { PowerMove, PowerRecord } from './record.ts'
import { beginningOf, createPowerWriter, logRatio, type PowerText } from './writer.ts'

interface PowerSettings {
  readonly alpha: number
  /** Proposals after each block. */
  readonly moves: number
  /** Tokens of a block. */
  readonly block: number
}

/** A row of the batch: which one, how many tokens it has read, and how many of them are its text's first. */
interface ReadRow {
  readonly index: number
  readonly length: number
  readonly own: number
}

type Talk<Result> = Generator<readonly Child[], Result, readonly Row[]>

/**
 * The decoder of power sampling. Its rows are the text as it is, which waits, and the new end that is being
 * written; a text that is rejected leaves its row, one that is accepted takes the other's place. The lane
 * shows the text as it is.
 */
export function powerDecoder(setup: SearchSetup, settings: PowerSettings): Decoder {
  const moves: PowerMove[] = []
  let text: PowerText | undefined
  let talk: Talk<void> | undefined

  function shown(): Pick<DecoderOutput, 'tokens' | 'steps' | 'search'> {
    const search: PowerRecord = { kind: 'power', moves: [...moves] }
    return { tokens: text?.tokens ?? [], steps: text?.steps ?? [], search }
  }

  return (rows) => {
    try {
      talk ??= sampleByPower(setup, settings, rows[0]!, {
        show: (current) => {
          text = current
        },
        record: (move) => moves.push(move),
      })
      const { done, value } = talk.next(rows)
      if (!done) return { ...shown(), children: value }
      return { ...shown(), stop: stopAfter(text!.tokens, setup.limits) ?? 'length' }
    } catch (error) {
      if (!(error instanceof DistributionError)) throw error
      return { ...shown(), stop: 'error', message: error.at((text?.tokens.length ?? 0) + 1) }
    }
  }
}

interface Watcher {
  show(text: PowerText): void
  record(move: PowerMove): void
}

/** Every `yield` asks for a forward and gets its rows. The first answer is the prompt's row again. */
function* sampleByPower(
  setup: SearchSetup,
  { alpha, moves, block }: PowerSettings,
  first: Row,
  { show, record }: Watcher,
): Talk<void> {
  const { maxTokens, room } = setup.limits
  const longest = Math.min(maxTokens, room)
  const writer = createPowerWriter(setup, alpha)
  const common = setup.streams('draw')
  const chance = numbersOf(setup.streams('power-sampling'))
  // Every proposal that begins with the first token needs it again.
  const { amateurs } = first
  const promptRow = { ...copyOf(first), ...(amateurs && { amateurs: amateurs.map((one) => one.slice()) }) }

  let text = writer.empty
  let row: ReadRow = { index: 0, length: 0, own: 0 }

  /** Writes on until the text has `limit` tokens or ends. */
  function* grow(limit: number): Talk<void> {
    while (!writer.isWhole(text, limit)) {
      const { length } = text.tokens
      const after = length === 0 ? promptRow : yield* readTo(length)
      text = writer.write(text, after, common(length))
      show(text)
    }
  }

  /**
   * Has the text's row read its first `length` tokens, one forward each. @returns the logits there
   */
  function* readTo(length: number): Talk<Row> {
    let last: Row | undefined
    for (let own = Math.min(row.own, length - 1); own < length; own++) {
      const token = text.tokens[own]!
      const rows: readonly Row[] = yield [childOf(row, own, token)]
      last = rows[0]
      row = { index: 0, length: own + 1, own: own + 1 }
    }
    return last!
  }

  /** Writes a new end from token `at`, beside the text, whose row waits. */
  function* propose(at: number, limit: number): Talk<{ proposal: PowerText; read: ReadRow }> {
    let proposal = beginningOf(text, at)
    // A row that has read nothing of the proposal yet: the text's own, to be cut back.
    let read = { ...row, own: Math.min(row.own, Math.max(0, at - 1)) }
    let after = promptRow
    for (;;) {
      for (let own = read.own; own < proposal.tokens.length; own++) {
        const rows: readonly Row[] = yield [{ parent: row.index }, childOf(read, own, proposal.tokens[own]!)]
        after = rows[1]!
        row = { ...row, index: 0 }
        read = { index: 1, length: own + 1, own: own + 1 }
      }
      proposal = writer.write(proposal, after, chance())
      if (writer.isWhole(proposal, limit)) return { proposal, read }
    }
  }

  function* move(limit: number): Talk<void> {
    const at = Math.floor(chance() * text.tokens.length)
    const { proposal, read } = yield* propose(at, limit)
    const ratio = logRatio(text, proposal, at)
    const isAccepted = Math.log(chance()) < ratio
    record({
      limit,
      at,
      before: text.tokens.slice(at),
      after: proposal.tokens.slice(at),
      logRatio: ratio,
      isAccepted,
    })
    if (!isAccepted) return
    text = proposal
    row = read
    show(text)
  }

  for (let limit = Math.min(block, longest); ; limit = Math.min(limit + block, longest)) {
    yield* grow(limit)
    for (let count = 0; count < moves; count++) yield* move(limit)
    if (limit === longest) return
  }
}

/** A row goes on with a token behind the first `own` of its tokens. */
const childOf = ({ index, length }: ReadRow, own: number, token: number): Child => ({
  parent: index,
  token,
  dropped: length - own,
})
