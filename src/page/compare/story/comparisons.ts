import { type Lesson, lettered } from './lesson.ts'
import { STORY_PROMPT, STORY_SEED } from './scenes.ts'

const shared = { prompt: STORY_PROMPT, maxTokens: '100', seed: STORY_SEED } as const

/** Whole comparisons to start from, each with what to look for. */
export const COMPARISONS: readonly Lesson[] = [
  {
    ...shared,
    title: 'Degeneration',
    sentence: 'Two searches for likely text beside two ways to draw: the paper’s point on one sheet.',
    look: 'The lines below lanes A and B count copies of a sentence. Below C and D there are none to count.',
    lanes: lettered(['greedy', 'beam:width=8', 'sample', 'nucleus:0.9']),
    mark: { lane: 0, part: 'loops' },
  },
  {
    ...shared,
    title: 'Temperature',
    sentence:
      'One distribution, sharpened and flattened. All lanes draw with the same random numbers, so that ' +
      'only the temperature differs.',
    look: 'From left to right the tints grow stronger: from loops at 0.3 to words that do not fit at 1.3.',
    lanes: lettered(['temperature:0.3', 'temperature:0.7', 'sample', 'temperature:1.3']),
    mark: { lane: 3, part: 'text' },
  },
  {
    ...shared,
    prompt: 'He took off his',
    title: 'One k does not fit',
    sentence:
      'Top-k keeps k tokens everywhere. The nucleus keeps few where the model is sure and many where ' +
      'it is not.',
    look:
      'The chart below shows how many tokens hold 90%: it jumps between 1 and hundreds. Under Tokens ' +
      'kept the two top-k lanes are flat lines.',
    lanes: lettered(['top-k:5', 'top-k:40', 'nucleus:0.9']),
    mark: 'chart',
  },
  {
    ...shared,
    title: 'Engine orders',
    sentence:
      'The same two numbers in two orders. A temperature before the cut changes what the cut keeps; after ' +
      'it, it does not. Engines differ in this.',
    look:
      'Lanes A and B have the same two steps. Where temperature 1.5 comes first, far more tokens are ' +
      'kept. In C min-p comes after it: it cuts by the most likely token instead of by mass.',
    lanes: lettered([
      'temperature:1.5+nucleus:0.9',
      'nucleus:0.9+temperature:1.5',
      'temperature:1.5+min-p:0.1',
    ]),
    mark: { lane: 0, part: 'chain' },
  },
  {
    ...shared,
    title: 'Beams',
    sentence: 'Wider beams find likelier texts. Likelier texts are not better ones.',
    look:
      'Perplexity under the model falls as the beam widens, and the copies stay. Open a beam tree to ' +
      'see the search.',
    lanes: lettered(['greedy', 'beam:width=2', 'beam:width=8', 'nucleus:0.9']),
    mark: { lane: 2, part: 'measures' },
  },
]
