import type { StepDefinition } from '../chain/definition.ts'
import { adaptiveP } from '../steps/adaptive-p.ts'
import { dry } from '../steps/dry.ts'
import { dynamicTemperature } from '../steps/dynamic-temperature.ts'
import { epsilon } from '../steps/epsilon.ts'
import { eta } from '../steps/eta.ts'
import { frequencyPenalty } from '../steps/frequency-penalty.ts'
import { logitBias } from '../steps/logit-bias.ts'
import { minP } from '../steps/min-p.ts'
import { mirostat } from '../steps/mirostat.ts'
import { mirostatV1 } from '../steps/mirostat-v1.ts'
import { noRepeatNgram } from '../steps/no-repeat-ngram.ts'
import { nucleus } from '../steps/nucleus.ts'
import { presencePenalty } from '../steps/presence-penalty.ts'
import { quadratic } from '../steps/quadratic.ts'
import { repetitionPenalty } from '../steps/repetition-penalty.ts'
import { tailFree } from '../steps/tail-free.ts'
import { temperature } from '../steps/temperature.ts'
import { topA } from '../steps/top-a.ts'
import { topH } from '../steps/top-h.ts'
import { topK } from '../steps/top-k.ts'
import { topNSigma } from '../steps/top-n-sigma.ts'
import { typical } from '../steps/typical.ts'
import { xtc } from '../steps/xtc.ts'

/** How an inference engine orders the same knobs, written in this project's steps. */
export interface EngineProfile {
  readonly id: string
  readonly title: string
  /** What was read, and when. */
  readonly version: string
  /** Its steps in the order it applies them. */
  readonly order: readonly StepDefinition[]
  /**
   * The order where one of its steps is on that `order` lacks, for an engine that then skips everything else.
   */
  readonly orderWithFeedback?: readonly StepDefinition[]
  /** Parameters that the engine has no choice of. */
  readonly fixed?: readonly {
    readonly step: StepDefinition
    readonly parameters: Readonly<Record<string, string>>
  }[]
  /** What follows from the order, or goes with it. */
  readonly semantics: string
  /** What of the engine's behaviour our steps do not share. */
  readonly differences: readonly string[]
}

export const engineProfiles: readonly EngineProfile[] = [
  {
    id: 'transformers',
    title: 'HF transformers',
    version: '5.23.0',
    order: [repetitionPenalty, noRepeatNgram, temperature, topH, topK, nucleus, minP, typical, epsilon, eta],
    semantics: 'Temperature comes first, so every cut sees tempered probabilities.',
    differences: [
      'top-k 50 is on unless switched off; here nothing is on that is not written',
      'top-k and typical keep every token tied with the last; here ties are cut by ascending token id',
      'top-h looks at the 100 most likely tokens only; here at the whole vocabulary',
      'sums are float32; here float64',
      'sequence bias, bad words and length rules have no step here',
    ],
  },
  {
    id: 'llama.cpp',
    title: 'llama.cpp',
    version: '00efb3e (common/common.h, common/sampling.cpp, src/llama-sampler.cpp)',
    order: [
      logitBias,
      repetitionPenalty,
      frequencyPenalty,
      presencePenalty,
      dry,
      topNSigma,
      topK,
      typical,
      nucleus,
      minP,
      xtc,
      temperature,
      dynamicTemperature,
      adaptiveP,
    ],
    orderWithFeedback: [logitBias, temperature, mirostatV1, mirostat],
    semantics:
      'Temperature comes after the cuts, which see the model’s own probabilities; adaptive-p comes ' +
      'last of all. With mirostat on, only logit bias, temperature and mirostat run.',
    differences: [
      'temperature 0.8, top-k 40, top-p 0.95 and min-p 0.05 are on by default; here nothing is on ' +
        'that is not written',
      'penalties look at the last 64 tokens by default; here window 0 is the whole history',
      'DRY stops at sequence breakers (newline, colon, quote, asterisk) by default; here at those ' +
        'written as tokens',
      'typical goes on until the mass is strictly above p; here it stops at p',
      'XTC acts when the draw equals the probability too; here only below it',
      'dynamic temperature replaces temperature; write one of them',
      'adaptive-p learns nothing from a token it did not draw; here from any token that came to it',
      'grammar has no step here',
    ],
  },
  {
    id: 'vllm',
    title: 'vLLM',
    version: '3e34265 (v1/sample/sampler.py), 0035860 (model_executor/layers/utils.py)',
    order: [
      logitBias,
      repetitionPenalty,
      frequencyPenalty,
      presencePenalty,
      temperature,
      minP,
      topK,
      nucleus,
    ],
    fixed: [
      { step: frequencyPenalty, parameters: { prompt: 'false' } },
      { step: presencePenalty, parameters: { prompt: 'false' } },
    ],
    semantics:
      'Temperature comes before the cuts, and min-p before top-k and top-p. Presence and frequency ' +
      'count what was generated, the repetition penalty the prompt too.',
    differences: [
      'a temperature below 1e-5 is greedy; here only 0 is',
      'the token is picked by an exponential race with a generator of its own; here by one uniform number',
      'allowed tokens, bad words and minimum length have no step here',
    ],
  },
  {
    id: 'ollama',
    title: 'Ollama',
    version: '0117cd8 (its own sampler, sample/samplers.go)',
    order: [topK, temperature, nucleus, minP],
    semantics: 'Top-k comes before temperature, the other cuts after it.',
    differences: ['its random generator differs: a seed gives other text than here'],
  },
  {
    id: 'koboldcpp',
    title: 'KoboldCpp',
    version: '2024-10-11 (2da346a), default order 6,0,1,3,4,2,5',
    order: [
      logitBias,
      dry,
      repetitionPenalty,
      topK,
      topA,
      tailFree,
      typical,
      nucleus,
      minP,
      temperature,
      dynamicTemperature,
      quadratic,
      xtc,
    ],
    semantics: 'DRY comes first, temperature after the cuts, XTC always last.',
    differences: [
      'only the 5,000 most likely tokens enter the chain; here the whole vocabulary does',
      'min-p is tied to top-p’s place and cannot move apart from it',
      'DRY stops at sequence breakers by default; here at those written as tokens',
      'grammar has no step here',
    ],
  },
]
