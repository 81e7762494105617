import { createHash } from 'node:crypto'
import type { Environment } from '../models/environment.ts'
import type { Coupling } from '../sampling/coupling.ts'

/** A part of some work that any worker can do: all of it, and all that comes of it, survives JSON. */
export type Shard = TextsShard | RunShard

/** Texts of a reproduction that share a batch. */
export interface TextsShard {
  readonly kind: 'texts'
  readonly model: string
  /** Names the model's weights: a worker with others must not do it. */
  readonly modelHash: string
  readonly maxTokens: number
  /** Whether a text depends on what shares its batch: then the whole batch is made, or none of it. */
  readonly dependsOnBatch: boolean
  readonly jobs: readonly {
    readonly key: string
    readonly context: { readonly text: string; readonly tokens: readonly number[] }
    readonly lane: string
    readonly runSeed: number
    readonly coupling?: Coupling
    readonly rows: number
  }[]
}

/** A run of a prompt by several lanes. */
export interface RunShard {
  readonly kind: 'run'
  readonly key: string
  /** The request's own fields, unchecked. */
  readonly fields: Readonly<Record<string, unknown>>
  readonly models: Environment['models']
}

/** The keys under which a shard's values are kept. */
export const keysOf = (shard: Shard): string[] =>
  shard.kind === 'run' ? [shard.key] : shard.jobs.map(({ key }) => key)

/** The same shard has the same id: put into the queue twice it is done once. */
export const idOf = (shard: Shard): string => `${shard.kind}-${hash(shard)}`

export const hash = (value: unknown): string =>
  createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 32)

/**
 * Names the queue of machines that compute the same bits: program, runtime and processor. A worker of another
 * kind listens elsewhere, and never sees these shards.
 */
export const queueName = ({ program, transformers, onnxruntime, platform, processor }: Environment): string =>
  `nucleus-${hash([program, transformers, onnxruntime, platform, processor])}`

/** What a worker must be to take these shards, for people. */
export const kindOf = ({ program, onnxruntime, platform, processor }: Environment): string =>
  `Nucleus ${program}, ONNX Runtime ${onnxruntime}, ${platform}, ${processor}`
