import type { RunEvent, StepRecord } from '../../runs/run/events.ts'

type Delta = Extract<RunEvent, { type: 'lane-delta' }>

/** What can be told now: a stretch of text, and the tokens that begin in it with their offsets. */
export interface Piece {
  readonly text: string
  readonly steps: readonly { readonly step: StepRecord; readonly offset: number }[]
}

/** One sample's text up to its first stop sequence; what may turn out to begin one is held back. */
export interface CompletionText {
  /** Why it ended; undefined while it goes on. */
  readonly finish: 'stop' | 'length' | undefined
  /** Tokens generated, the one that completed a stop sequence included. */
  readonly tokens: number
  take(delta: Delta): Piece
  /** The run's own end. */
  end(stop: string): Piece
}

export function createCompletionText(stops: readonly string[]): CompletionText {
  let text = ''
  let steps: readonly StepRecord[] = []
  let finish: CompletionText['finish']
  let told = { characters: 0, steps: 0 }

  function tellUpTo(length: number): Piece {
    const piece = text.slice(told.characters, length)
    const fresh: { step: StepRecord; offset: number }[] = []
    let offset = 0
    for (const [index, step] of steps.entries()) {
      const end = offset + step.text.length
      // A token is told with its last character; one that a stop cuts in two, at the end.
      const isDue = end <= length || (finish !== undefined && offset < length)
      if (index >= told.steps && isDue && (finish === undefined || offset < length || end === offset))
        fresh.push({ step, offset })
      offset = end
    }
    told = { characters: Math.max(told.characters, length), steps: told.steps + fresh.length }
    return { text: piece, steps: fresh }
  }

  return {
    get finish() {
      return finish
    },
    get tokens() {
      return steps.length
    },
    take(delta) {
      if (finish !== undefined) return { text: '', steps: [] }
      text = text.slice(0, delta.from) + delta.text
      steps = [...steps.slice(0, delta.fromStep), ...delta.steps]
      const cut = firstStop(text, stops, told.characters)
      if (cut === undefined) return tellUpTo(text.length - heldBack(text, stops))
      finish = 'stop'
      text = text.slice(0, cut)
      return tellUpTo(text.length)
    },
    end(stop) {
      if (finish !== undefined) return { text: '', steps: [] }
      finish = stop === 'end-of-text' ? 'stop' : 'length'
      return tellUpTo(text.length)
    },
  }
}

/** Where the first stop sequence begins; none can begin in what was told already. */
function firstStop(text: string, stops: readonly string[], from: number): number | undefined {
  const found = stops.map((stop) => text.indexOf(stop, from)).filter((at) => at >= 0)
  return found.length > 0 ? Math.min(...found) : undefined
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
