import type { RunEvent, StepRecord } from '../../runs/run/events.ts'

type Delta = Extract<RunEvent, { type: 'lane-delta' }>

/** What can be shown now: a stretch of text, and the tokens that begin in it. */
export interface Piece {
  readonly text: string
  readonly steps: readonly PlacedStep[]
}

interface PlacedStep {
  readonly step: StepRecord
  /** Unicode code points of the completion before the token. */
  readonly offset: number
}

/** One sample's text up to its first stop sequence; what may turn out to begin one is held back. */
export interface CompletionText {
  /** Why it ended; undefined while it goes on. */
  readonly finish: 'stop' | 'length' | undefined
  /** The stop sequence it ended at; null where it ended otherwise. */
  readonly stopSequence: string | null
  /** Every token generated, the one that completed a stop sequence included. */
  readonly steps: readonly StepRecord[]
  take(delta: Delta): Piece
  /** The run's own end. */
  end(stop: string): Piece
}

export interface CompletionTextOptions {
  readonly stops: readonly string[]
  /** Whether the stop sequence it ends at is shown. */
  readonly showsStop?: boolean
  /** Whether what was chosen can still change, as in a beam: then all of it is shown at the end. */
  readonly isRevised?: boolean
}

export function createCompletionText({
  stops,
  showsStop = false,
  isRevised = false,
}: CompletionTextOptions): CompletionText {
  let text = ''
  const steps: StepRecord[] = []
  let finish: CompletionText['finish']
  let stopSequence: string | null = null
  /** Where what was shown ends: characters of text; tokens, and where the next of them begins. */
  const shown = { characters: 0, steps: 0, offset: 0, points: 0 }

  function showUpTo(length: number): Piece {
    const piece = text.slice(shown.characters, length)
    const fresh: PlacedStep[] = []
    while (shown.steps < steps.length) {
      const step = steps[shown.steps]!
      const end = shown.offset + step.text.length
      // A token is shown with its last character; one that a stop sequence cuts in two, at the end.
      const isCut = finish !== undefined && shown.offset < length
      const isDue = end <= length && (finish === undefined || shown.offset < length || end === shown.offset)
      if (!isDue && !isCut) break
      fresh.push({ step, offset: shown.points })
      shown.steps++
      shown.offset = end
      shown.points += Array.from(step.text).length
    }
    shown.characters = Math.max(shown.characters, length)
    return { text: piece, steps: fresh }
  }

  /** Ends the text at its first stop sequence, if it has one. */
  function stopAtFirst(): boolean {
    const found = firstStop(text, stops, shown.characters)
    if (!found) return false
    finish = 'stop'
    stopSequence = found.stop
    text = text.slice(0, found.at + (showsStop ? found.stop.length : 0))
    return true
  }

  return {
    get finish() {
      return finish
    },
    get stopSequence() {
      return stopSequence
    },
    get steps() {
      return steps
    },
    take(delta) {
      if (finish !== undefined) return NOTHING
      text = text.slice(0, delta.from) + delta.text
      steps.length = delta.fromStep
      steps.push(...delta.steps)
      if (isRevised) return NOTHING
      return showUpTo(stopAtFirst() ? text.length : text.length - heldBack(text, stops))
    },
    end(stop) {
      if (finish !== undefined) return NOTHING
      if (!isRevised || !stopAtFirst()) finish = stop === 'end-of-text' ? 'stop' : 'length'
      return showUpTo(text.length)
    },
  }
}

const NOTHING: Piece = { text: '', steps: [] }

interface FoundStop {
  readonly stop: string
  readonly at: number
}

/**
 * The stop sequence that is complete first as the text is read character by character, wherever tokens end;
 * of several that end together the longest. None can begin in what was shown already.
 */
function firstStop(text: string, stops: readonly string[], from: number): FoundStop | undefined {
  let first: FoundStop | undefined
  for (const stop of stops) {
    const at = text.indexOf(stop, from)
    if (at < 0) continue
    const [end, before] = [at + stop.length, first ? first.at + first.stop.length : Infinity]
    if (end < before || (end === before && at < first!.at)) first = { stop, at }
  }
  return first
}

/** Length of the longest end of the text that begins a stop sequence. */
function heldBack(text: string, stops: readonly string[]): number {
  let longest = 0
  for (const stop of stops) {
    for (let length = Math.min(stop.length - 1, text.length); length > longest; length--) {
      if (text.endsWith(stop.slice(0, length))) longest = length
    }
  }
  return longest
}
