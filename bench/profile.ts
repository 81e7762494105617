import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openLibrary } from '../src/composition.ts'
import { readConfiguration } from '../src/configuration.ts'
import type { ModelInfo } from '../src/decoding/model.ts'
import { folderOf } from '../src/models/catalogue/folders.ts'
import { openInPlace } from '../src/models/runtime/in-place-graph.ts'
import { createKeptTexts } from '../src/models/runtime/kept-texts.ts'
import { cacheBytesPerToken } from '../src/models/runtime/key-value-cache.ts'
import { onnxFile } from '../src/models/runtime/onnx-file.ts'
import { createRaggedSlots } from '../src/models/runtime/ragged-slots.ts'
import { projectRoot } from '../src/project.ts'

/**
 * Where a forward pass of one token a row spends its time, by operator, as ONNX Runtime's profiler counts it,
 * and how far that is from reading the weights once. Arguments: a model's id, and how many tokens each row
 * holds (128).
 */
const STEPS = 100
const [id = 'books-13m', held = '128'] = process.argv.slice(2)
const entry = openLibrary().find(id)
const folder = folderOf(entry, { builtIn: join(projectRoot, 'models'), cache: readConfiguration().cache })
const path = join(folder, onnxFile(entry))

interface ProfileEvent {
  readonly cat: string
  readonly name: string
  /** Microseconds. */
  readonly dur: number
  readonly args?: { readonly op_name?: string }
}

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1]!

/**
 * Steps of some rows, in milliseconds.
 * @param profileFilePrefix where ONNX Runtime writes what it counts, if it shall
 */
async function steps(rows: number, profileFilePrefix?: string): Promise<number[]> {
  const session = await openInPlace(
    path,
    profileFilePrefix ? { enableProfiling: true, profileFilePrefix } : {},
  )
  const vocabularySize = Number(session.outputMetadata.find(({ name }) => name === 'logits')!.shape[2])
  const info = { vocabularySize, contextLength: entry.contextLength } as ModelInfo
  const bytesPerToken = cacheBytesPerToken(session)
  const texts = createKeptTexts(0, bytesPerToken)
  const slots = createRaggedSlots(session, info, { bytesPerToken, leastRows: entry.leastRows ?? 1, texts })
  const opened = Array.from({ length: rows }, () => slots.open().slot)
  const tokens = Array.from({ length: Number(held) }, (_, index) => 1 + ((index * 7919) % 8000))
  for (const slot of opened) await slots.forward([{ slot, tokens }])
  const times: number[] = []
  for (let count = 0; count < STEPS; count++) {
    const start = performance.now()
    await slots.forward(opened.map((slot) => ({ slot, tokens: [5 + count] })))
    times.push(performance.now() - start)
  }
  slots.dispose()
  ;(session as unknown as { endProfiling(): void }).endProfiling()
  await session.release()
  return times
}

/** Shares of the operators in the forwards of one token a row. */
function printOperators(folder: string): void {
  const [file] = readdirSync(folder)
  const events = JSON.parse(readFileSync(join(folder, file!), 'utf8')) as ProfileEvent[]
  const kernels = events.filter(({ cat, name }) => cat === 'Node' && name.endsWith('_kernel_time'))
  const last = kernels.slice(-Math.floor(kernels.length / 2))
  const byOperator = new Map<string, number>()
  for (const { dur, args } of last) {
    byOperator.set(args!.op_name!, (byOperator.get(args!.op_name!) ?? 0) + dur)
  }
  const total = last.reduce((sum, { dur }) => sum + dur, 0)
  for (const [operator, time] of [...byOperator].sort((one, other) => other[1] - one[1]).slice(0, 6)) {
    console.log(`  ${operator.padEnd(30)} ${((100 * time) / total).toFixed(0).padStart(3)}%`)
  }
}

console.log(
  `${id}, ${held} tokens a row, median of ${STEPS} steps; ${(statSync(path).size / 1e6).toFixed(1)} ` +
    `MB of file\n`,
)
for (const rows of [1, 8]) {
  const milliseconds = median(await steps(rows))
  const perSecond = (amount: number) => (amount / milliseconds / 1e6).toFixed(1)
  console.log(
    `${rows} ${rows === 1 ? 'row' : 'rows'}: ${milliseconds.toFixed(2)} ms a step, ` +
      `${perSecond(statSync(path).size)} GB/s of file, ${perSecond(rows * (entry.parameters ?? 0))} ` +
      'billion multiplications a second',
  )
  const profiles = mkdtempSync(join(tmpdir(), 'nucleus-profile-'))
  await steps(rows, join(profiles, 'steps'))
  printOperators(profiles)
  rmSync(profiles, { recursive: true })
}
