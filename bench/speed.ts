import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { BARS, OVERHEAD, TOLERANCE } from './speed/bars.ts'
import type { Contender, Measurement, Task } from './speed/task.ts'

/**
 * Runs beside `generate()`, a raw loop of ONNX Runtime and llama.cpp, each in a process of its own (threads
 * of one that spin would disturb the next), in turn, so that a drifting machine drifts for all. Prints ratios
 * with their bars. `--json` prints the figures; `--model ID` takes one model only. Exit 1: a bar is missed by
 * more than a tenth.
 */
const TURNS = 3
const TOKENS = { 'books-13m': 128, 'smollm2-135m-instruct': 48 } as Readonly<Record<string, number>>

const execute = promisify(execFile)
const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1]!

/** Measurements of one contender in a process; undefined, and a line on stderr, where it cannot run here. */
async function measure(task: Task): Promise<Measurement[] | undefined> {
  const program = new URL('speed/contender.ts', import.meta.url).pathname
  try {
    const { stdout } = await execute(process.execPath, ['--import', 'tsx', program, JSON.stringify(task)])
    return JSON.parse(stdout.trim().split('\n').at(-1)!) as Measurement[]
  } catch (error) {
    const reason = String((error as { stderr?: string }).stderr ?? error).match(/Error: .*/)?.[0]
    console.error(`${task.contender}, ${task.model}, ${task.rows} rows: not measured (${reason})`)
    return undefined
  }
}

const only = process.argv.includes('--model') ? process.argv[process.argv.indexOf('--model') + 1] : undefined
const models = [...new Set(BARS.map(({ model }) => model))].filter((id) => !only || id === only)
const figures: object[] = []
let isMissed = false

/** Notes a figure with its bar. */
function judge(name: string, value: number, bar: string, isMet: boolean): void {
  if (!isMet) isMissed = true
  figures.push({ name, value, bar, isMet })
  if (!process.argv.includes('--json'))
    console.log(`| ${name} | ${value.toFixed(2)} | ${bar} |${isMet ? '' : ' missed'}`)
}

if (!process.argv.includes('--json')) console.log('| What | Measured | Bar |\n| --- | ---: | ---: |')
for (const model of models) {
  for (const rows of [1, 3, 8] as const) {
    const bars = BARS.filter((bar) => bar.model === model && bar.rows === rows)
    if (bars.length === 0) continue
    const contenders: Contender[] = ['nucleus', ...bars.map(({ against }) => against)]
    const measured = new Map<Contender, Measurement[]>()
    for (let turn = 0; turn < TURNS; turn++) {
      for (const contender of contenders) {
        const own = await measure({ contender, model, rows, tokens: TOKENS[model]!, rounds: 2 })
        if (own) measured.set(contender, [...(measured.get(contender) ?? []), ...own])
      }
    }
    const speed = (contender: Contender) =>
      median(measured.get(contender)!.map(({ tokensPerSecond }) => tokensPerSecond))
    for (const contender of contenders) {
      if (measured.has(contender)) figures.push({ contender, model, rows, tokensPerSecond: speed(contender) })
    }
    for (const { against, atLeast } of bars) {
      if (!measured.has(against)) continue
      const ratio = speed('nucleus') / speed(against)
      const name =
        `${model}, ${rows} lanes against ${against} (${Math.round(speed('nucleus'))} and ` +
        `${Math.round(speed(against))} tokens/s)`
      judge(name, ratio, `at least ${atLeast}`, ratio >= atLeast * (1 - TOLERANCE))
    }
    const overhead = median(measured.get('nucleus')!.map((one) => one.overhead!))
    const isBarred = model === OVERHEAD.model && rows === OVERHEAD.rows
    judge(
      `${model}, ${rows} lanes: share outside forwards`,
      overhead,
      isBarred ? `at most ${OVERHEAD.atMost}` : 'none',
      !isBarred || overhead <= OVERHEAD.atMost * (1 + TOLERANCE),
    )
  }
}
if (process.argv.includes('--json')) console.log(JSON.stringify(figures, undefined, 2))
process.exit(isMissed ? 1 : 0)
