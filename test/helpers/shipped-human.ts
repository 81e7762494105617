import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { shippedResults } from '../../src/experiments/harness/shipped.ts'

/** The shipped perplexity of human text under the built-in model, as pages write it. */
export function humanPerplexity(): string {
  const { settings } = JSON.parse(readFileSync(join(shippedResults, 'human-text.json'), 'utf8'))
  return settings.full.measures.perplexity.value.toPrecision(3)
}
