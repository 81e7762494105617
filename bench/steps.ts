import seedrandom from 'seedrandom'
import { useOf } from '../src/runs/request/notation.ts'
import { Distribution } from '../src/sampling/distribution.ts'
import { randomStreams } from '../src/sampling/random.ts'
import type { StepUse } from '../src/strategies/chain/definition.ts'
import { createPipeline } from '../src/strategies/chain/pipeline.ts'
import { steps } from '../src/strategies/registry.ts'

/**
 * What softmax, ranking and each step cost for one row at GPT-2's vocabulary, on rows shaped as a language
 * model's: Zipf-like head, Gaussian tail, ids shuffled. Prints medians in milliseconds, and each step's extra
 * cost.
 */
const VOCABULARY = 50_257
const ROWS = 40
const ROUNDS = 5

/** Values for steps whose defaults change nothing. */
const ACTIVE: Readonly<Record<string, Record<string, number>>> = {
  temperature: { t: 0.7 },
  'dynamic-temperature': { t: 1, range: 0.5 },
}

const random = seedrandom('bench')
const gaussian = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())

function typicalRow(): Float32Array {
  const ids = Array.from({ length: VOCABULARY }, (_, id) => id).sort(() => random() - 0.5)
  const row = new Float32Array(VOCABULARY)
  for (const [rank, id] of ids.entries()) row[id] = -1.6 * Math.log(rank + 1) + 0.6 * gaussian()
  return row
}

const rows = Array.from({ length: ROWS }, typicalRow)
const history = Array.from({ length: 200 }, (_, i) => (i * i) % 47)
const streams = randomStreams(1, 0)
const median = (values: number[]): number => values.sort((a, b) => a - b)[values.length >> 1]!

/** Milliseconds a row, the median over all rows of all rounds. */
function cost(compute: (row: Float32Array, step: number) => unknown): number {
  const times: number[] = []
  for (let round = 0; round <= ROUNDS; round++) {
    for (const [step, row] of rows.entries()) {
      const start = performance.now()
      compute(row, step)
      if (round > 0) times.push(performance.now() - start)
    }
  }
  return median(times)
}

const base = cost((row) => Distribution.fromLogits(row).id(0))
const meanEntropy = rows.reduce((sum, row) => sum + Distribution.fromLogits(row).entropy(), 0) / ROWS
console.log(
  `V = ${VOCABULARY}, ${ROWS} rows, mean entropy ${meanEntropy.toFixed(1)} nats, median of ${ROUNDS} ` +
    `rounds after one warm-up\n`,
)
console.log('| Step | ms a row | extra |')
console.log('| --- | ---: | ---: |')
console.log(`| softmax and ranking of the head | ${base.toFixed(2)} | |`)
console.log(
  '| softmax and ranking of all | ' +
    `${cost((row) => Distribution.fromLogits(row).id(VOCABULARY - 1)).toFixed(2)} | |`,
)
for (const definition of steps) {
  const use = useOf(definition, ACTIVE[definition.id] ?? {}) as StepUse
  const pipeline = createPipeline([use])
  const state = pipeline.init(VOCABULARY)
  const time = cost((row, step) => {
    const amateurs = [rows[(step + 1) % ROWS]!]
    const context = { history, promptLength: 20, step, streams, amateurs }
    return pipeline.run(Distribution.fromLogits(row), state, context).final.id(0)
  })
  console.log(`| ${use.notation} | ${time.toFixed(2)} | ${Math.max(0, time - base).toFixed(2)} |`)
}
