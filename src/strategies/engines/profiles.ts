/** How an inference engine orders the same knobs, written in this project's steps. */
export interface EngineProfile {
  readonly id: string
  readonly title: string
  /** What was read, and when. */
  readonly version: string
  /** Step ids in the order the engine applies them. */
  readonly order: readonly string[]
  /** The order where mirostat is on, for an engine that then skips everything else. */
  readonly orderWithMirostat?: readonly string[]
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
    order: [
      'repetition-penalty',
      'no-repeat-ngram',
      'temperature',
      'top-h',
      'top-k',
      'nucleus',
      'min-p',
      'typical',
      'epsilon',
      'eta',
    ],
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
    version: 'default chain of common/common.h, read 2026, revision not pinned',
    order: [
      'repetition-penalty',
      'frequency-penalty',
      'presence-penalty',
      'dry',
      'top-n-sigma',
      'top-k',
      'typical',
      'nucleus',
      'min-p',
      'xtc',
      'temperature',
      'dynamic-temperature',
    ],
    orderWithMirostat: ['temperature', 'dynamic-temperature', 'mirostat-v1', 'mirostat'],
    semantics:
      'Temperature comes last: the cuts see the model’s own probabilities. With mirostat on, only temperature and mirostat run.',
    differences: [
      'temperature 0.8, top-k 40, top-p 0.95 and min-p 0.05 are on by default; here nothing is on that is not written',
      'penalties look at the last 64 tokens by default; here window 0 is the whole history',
      'DRY stops at sequence breakers (newline, colon, quote, asterisk); here there are none',
      'typical goes on until the mass is strictly above p; here it stops at p',
      'XTC acts when the draw equals the probability too; here only below it',
      'dynamic temperature replaces temperature; write one of them',
      'logit bias, grammar and adaptive-p have no step here',
    ],
  },
  {
    id: 'vllm',
    title: 'vLLM',
    version: 'v1 sampler (v1/sample/sampler.py), read 2026, revision not pinned',
    order: [
      'repetition-penalty',
      'frequency-penalty',
      'presence-penalty',
      'temperature',
      'min-p',
      'top-k',
      'nucleus',
    ],
    semantics: 'Temperature comes before the cuts, and min-p before top-k and top-p.',
    differences: [
      'a temperature below 1e-5 is greedy; here only 0 is',
      'the token is picked by an exponential race with a generator of its own; here by one uniform number',
      'allowed tokens, bad words, minimum length and logit bias have no step here',
    ],
  },
  {
    id: 'ollama',
    title: 'Ollama',
    version: 'own sampler (sample/samplers.go), read 2026, revision not pinned',
    order: ['top-k', 'temperature', 'nucleus', 'min-p'],
    semantics: 'Top-k comes before temperature, the other cuts after it.',
    differences: ['its random generator differs: a seed gives other text than here'],
  },
  {
    id: 'koboldcpp',
    title: 'KoboldCpp',
    version: '2024-10-11 (2da346a), default order 6,0,1,3,4,2,5',
    order: [
      'dry',
      'repetition-penalty',
      'top-k',
      'top-a',
      'tail-free',
      'typical',
      'nucleus',
      'min-p',
      'temperature',
      'xtc',
    ],
    semantics: 'DRY comes first, temperature after the cuts, XTC always last.',
    differences: [
      'only the 5,000 most likely tokens enter the chain; here the whole vocabulary does',
      'min-p is tied to top-p’s place and cannot stand apart from it',
      'DRY stops at sequence breakers; here there are none',
      'logit bias and grammar have no step here',
    ],
  },
]
