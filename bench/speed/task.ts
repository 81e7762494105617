/** What one process measures: a contender that continues a prompt in some rows at once. */
export interface Task {
  readonly contender: Contender
  /** Id of a model that is on this computer. */
  readonly model: string
  readonly rows: 1 | 3 | 8
  /** New tokens a row. */
  readonly tokens: number
  /** Repetitions after one that warms up. */
  readonly rounds: number
}

export type Contender = 'nucleus' | 'generate' | 'raw' | 'llama.cpp'

/** One repetition. */
export interface Measurement {
  readonly tokensPerSecond: number
  /** Milliseconds until the first token of any row; where the contender measures it. */
  readonly firstToken?: number
  /** Share of the time outside forward passes; where the contender measures it. */
  readonly overhead?: number
}

/** The chains of a run of so many rows, whose texts do not end early. */
export const LANES: Readonly<Record<Task['rows'], readonly string[]>> = {
  1: ['greedy'],
  3: ['greedy', 'top-k:40', 'nucleus:0.9'],
  8: [0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95].map((p) => `nucleus:${p}`),
}

/** Another prompt for each repetition, so that no contender goes on from what it has read. */
export const promptOf = (round: number): string =>
  `${round + 1}. The lighthouse keeper had not spoken to anyone for three weeks, and when the supply ` +
  'boat finally came'
