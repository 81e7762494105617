import type { Provenance } from '../../../experiments/harness/result.ts'

/** What decides which tokens a run gives. */
export interface Computing {
  /** SHA-256 of the model's ONNX file. */
  readonly hash: string
  readonly processor: string
}

/** Why a run here may not give the texts of a result, in a sentence; undefined where it gives them. */
export function partingOf({ hash, processor }: Provenance, here: Computing): string | undefined {
  if (hash !== here.hash) return 'Made with another model file: a run here gives other texts.'
  if (processor === here.processor) return undefined
  const made = processor
    ? `Made on ${processor}; this server runs on ${here.processor}.`
    : 'The processor that these texts were made on was not noted.'
  return `${made} Processors round differently, so a run here may part from the text after some tokens.`
}
