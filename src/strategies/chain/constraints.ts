import { z } from 'zod'
import type { LanguageModel } from '../../decoding/model.ts'
import type { Distribution } from '../../sampling/distribution.ts'
import type { StepUse, Transform } from './definition.ts'
import { defineStep } from './definition.ts'

/** Rules about single tokens that hold for every lane of a run, whatever its chain. */
export interface Constraints {
  /** Added to the logits of tokens, in nats. */
  readonly logitBias?: readonly (readonly [token: number, bias: number])[]
  /** Tokens a text has before one that ends it may be chosen. */
  readonly minTokens?: number
  /** Whether the model's end of text is a token like the others. */
  readonly ignoresEndOfText?: boolean
  /** Further tokens that end a text. */
  readonly stopTokens?: readonly number[]
}

/** What a run's constraints mean to one model. */
interface ModelConstraints extends Constraints {
  /** Tokens that end a text. */
  readonly endOfText: readonly number[]
  /** Bytes that the first token has to begin with; absent for any token. */
  readonly beginning?: Uint8Array | undefined
}

/**
 * Constraints as steps before a lane's own, so that every search keeps them and every trace shows them.
 * They are the same at every chain and therefore no entry of the registry.
 */
export function constraintSteps(
  model: Pick<LanguageModel, 'info' | 'bytesOf'>,
  { logitBias = [], minTokens = 0, endOfText, beginning }: ModelConstraints,
): StepUse[] {
  const steps: StepUse[] = []
  if (beginning) steps.push(ruleStep('token-healing', beginsWith(model, beginning)))
  if (logitBias.length > 0) steps.push(ruleStep('logit-bias', addBias(logitBias)))
  if (minTokens > 0 && endOfText.length > 0)
    steps.push(ruleStep('min-tokens', withoutEnd(minTokens, endOfText)))
  return steps
}

/** Leaves the tokens whose bytes begin with `beginning` to the first step; over the whole vocabulary. */
function beginsWith(
  { info, bytesOf }: Pick<LanguageModel, 'info' | 'bytesOf'>,
  beginning: Uint8Array,
): Transform {
  const allowed: number[] = []
  for (let id = 0; id < info.vocabularySize; id++) {
    const bytes = bytesOf(id)
    if (bytes.length >= beginning.length && beginning.every((byte, index) => bytes[index] === byte)) {
      allowed.push(id)
    }
  }
  return (distribution, { step }) => (step === 0 ? distribution.subset(allowed) : distribution)
}

/**
 * Adds to the logits of tokens; of one token that is named twice, both. Tokens that are no candidates stay
 * out.
 */
export const addBias =
  (biases: readonly (readonly [token: number, bias: number])[]) =>
  (distribution: Distribution): Distribution => {
    const logits = new Map<number, number>()
    for (const [id, bias] of biases) logits.set(id, (logits.get(id) ?? distribution.logitOf(id)) + bias)
    return distribution.withLogits(logits)
  }

const withoutEnd =
  (minTokens: number, endOfText: readonly number[]): Transform =>
  (distribution, { step }) =>
    step < minTokens ? distribution.withLogits(new Map(endOfText.map((id) => [id, -Infinity]))) : distribution

/** A rule as a step that is no entry of the registry. */
export function ruleStep(id: string, transform: Transform): StepUse {
  const definition = defineStep({
    id,
    title: id,
    summary: 'A rule about single tokens, before the chain.',
    formula: '',
    paper: '',
    weakness: '',
    family: 'truncation',
    parameters: z.strictObject({}),
    create: () => transform,
  })
  return { definition, parameters: {}, notation: id }
}
