import type { computeTasks } from '../tasks.ts'

type ComputeTaskName = keyof typeof computeTasks

/** What the computing thread does. */
export type ComputeOffer = {
  readonly ask: {
    readonly input: {
      readonly name: ComputeTaskName
      readonly input: unknown
      readonly asJson: boolean
      /** One shared number: anything but 0 ends the work. A thread that computes reads no messages. */
      readonly stop: Int32Array
    }
    readonly event: never
    readonly result: unknown
  }
}
