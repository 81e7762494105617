import type { Contender, Task } from './task.ts'

/** How fast a run has to be, against what reads the same file on the same machine. */
export interface Bar {
  readonly model: string
  readonly rows: Task['rows']
  readonly against: Exclude<Contender, 'nucleus'>
  /** Tokens a second over the other's. */
  readonly atLeast: number
}

export const BARS: readonly Bar[] = [
  { model: 'books-13m', rows: 1, against: 'generate', atLeast: 1.1 },
  { model: 'books-13m', rows: 1, against: 'raw', atLeast: 0.85 },
  { model: 'books-13m', rows: 3, against: 'generate', atLeast: 2.5 },
  { model: 'books-13m', rows: 8, against: 'generate', atLeast: 3.5 },
  { model: 'books-13m', rows: 8, against: 'raw', atLeast: 0.95 },
  { model: 'smollm2-135m-instruct', rows: 8, against: 'generate', atLeast: 4 },
  { model: 'smollm2-135m-instruct', rows: 8, against: 'llama.cpp', atLeast: 2 },
]

/** Most of a step that may pass outside of its forward, at 8 rows of a vocabulary of 49,152. */
export const OVERHEAD = { model: 'smollm2-135m-instruct', rows: 8, atMost: 0.1 } as const

/** How far below a bar a measurement may fall before the command fails. */
export const TOLERANCE = 0.1
