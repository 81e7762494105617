import { UserError } from '../../errors.ts'
import { megabytes } from '../../words.ts'
import { memoryWords } from './memory-words.ts'
import type { RunMemory } from './run-memory.ts'

/** Memory there is, in bytes. */
export interface MemoryState {
  /** NUCLEUS_MEMORY. */
  readonly limit: number
  /** What the models in memory are counted with. */
  readonly models: number
}

/** Lets runs in as long as there is memory for what they may come to; the others wait in line. */
export interface MemoryBudget {
  /**
   * Resolves when there is room, with how to give it back.
   * @param onWait receives how many are ahead, each time that changes
   * @throws UserError `memory-full` where it could not be had even alone, `busy`; the signal's reason
   */
  enter(
    memory: RunMemory,
    options: { readonly onWait: (ahead: number) => void; readonly signal: AbortSignal | undefined },
  ): Promise<() => void>
  /** Bytes that are promised to the runs inside. */
  promised(): number
  waiting(): number
}

const MOST_WAITING = 200

interface Waiting {
  readonly bytes: number
  admit(): void
  onWait(ahead: number): void
}

/** What can be given up for a run. */
interface Room {
  /** Closes models that nobody uses until so many bytes are free, where that is possible. */
  makeRoom?(bytes: number): Promise<MemoryState>
  /** Lets go of texts that were kept, until they take no more than `most` bytes. */
  trimTexts?(most: number): void
}

/** Texts that are kept are not counted: they fill memory that no run needs, and are trimmed when one does. */
export function createMemoryBudget(state: () => MemoryState, room: Room = {}): MemoryBudget {
  let promised = 0
  let line: Waiting[] = []

  const left = () => state().limit - state().models - promised

  function take(bytes: number): () => void {
    promised += bytes
    room.trimTexts?.(Math.max(0, left()))
    let isInside = true
    return () => {
      if (!isInside) return
      isInside = false
      promised -= bytes
      advance()
    }
  }

  /** First come, first served: a large run is not passed by small ones for ever. */
  function advance(): void {
    const before = line.length
    while (line[0] && (line[0].bytes <= left() || promised === 0)) line.shift()!.admit()
    if (line.length < before) for (const [ahead, one] of line.entries()) one.onWait(ahead)
  }

  return {
    promised: () => promised,
    waiting: () => line.length,
    async enter(memory, { onWait, signal }) {
      const { bytes } = memory
      const fits = line.length === 0 && bytes <= left()
      const { limit, models } = (fits ? undefined : await room.makeRoom?.(bytes + promised)) ?? state()
      signal?.throwIfAborted()
      if (bytes > limit - models) {
        const { total, sum } = memoryWords(memory)
        throw new UserError(
          'memory-full',
          `This run needs about ${total} of memory (${sum}), and ` +
            `${megabytes(Math.max(0, limit - models))} of ${megabytes(limit)} are left beside the ` +
            'models; ask for fewer lanes, samples or tokens, or raise NUCLEUS_MEMORY.',
        )
      }
      if (line.length === 0 && bytes <= left()) return take(bytes)
      if (line.length >= MOST_WAITING) {
        throw new UserError('busy', `${MOST_WAITING} runs are waiting already; try again in a minute.`)
      }
      return new Promise((resolve, reject) => {
        const own: Waiting = { bytes, onWait, admit: () => resolve(take(bytes)) }
        line.push(own)
        onWait(line.length - 1)
        signal?.addEventListener(
          'abort',
          () => {
            if (!line.includes(own)) return
            line = line.filter((one) => one !== own)
            reject(signal.reason)
            advance()
          },
          { once: true },
        )
      })
    },
  }
}
