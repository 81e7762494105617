import { generateRun, rawRun } from './library.ts'
import { llamaRun } from './llama.ts'
import { nucleusRun } from './nucleus.ts'
import type { Contender, Measurement, Task } from './task.ts'

/** A process of its own for one contender: a task as JSON in, its measurements as JSON out. */
const RUNS: Readonly<Record<Contender, (task: Task) => Promise<(round: number) => Promise<Measurement>>>> = {
  nucleus: nucleusRun,
  generate: generateRun,
  raw: rawRun,
  'llama.cpp': llamaRun,
}

const task = JSON.parse(process.argv[2]!) as Task
const once = await RUNS[task.contender](task)
const measurements: Measurement[] = []
for (let round = 0; round <= task.rounds; round++) {
  const measurement = await once(round)
  if (round > 0) measurements.push(measurement)
}
console.log(JSON.stringify(measurements))
process.exit(0)
