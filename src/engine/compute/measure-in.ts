import type { Metrics } from '../../runs/run/events.ts'
import { type Measure, measureHere } from '../../runs/run/measure.ts'
import type { ComputeThread } from './compute-thread.ts'

/** Tokens up to which measuring here is quicker than having it done elsewhere. */
const FEW = 256

/** Measures short texts here and others in a thread: a set of long ones takes seconds. */
export function measureIn(thread: ComputeThread): Measure {
  const ask = async (name: 'measureText' | 'measureSet', input: unknown) =>
    (await thread.ask({ name, input, asJson: false })) as Metrics
  return {
    text: (record) => (record.tokens.length <= FEW ? measureHere.text(record) : ask('measureText', record)),
    set(records) {
      const tokens = records.reduce((sum, one) => sum + one.tokens.length, 0)
      return tokens <= FEW ? measureHere.set(records) : ask('measureSet', records)
    },
  }
}
