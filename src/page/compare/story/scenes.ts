import type { Lesson } from './lesson.ts'

/** The prompt on which the built-in model shows every point of the story. */
export const STORY_PROMPT = 'She opened the letter and began to read:'

/**
 * Of the first 24 seeds, number 12 shows the difference between pure sampling and the nucleus most plainly.
 * Any other seed shows the loops just as well, as greedy and beam search do not draw.
 */
export const STORY_SEED = '12'

/** Seeds that show it as plainly on other models, of the first 16. */
const SEEDS: Readonly<Record<string, string>> = { 'smollm2-135m-instruct': '15' }

/** The seed that a scene is played with on a model. */
export const seedOn = (model: string): string => SEEDS[model] ?? STORY_SEED

const scene = { prompt: STORY_PROMPT, maxTokens: '100', seed: STORY_SEED } as const

/** A letter in a novel that the model was not trained on: Elizabeth Gaskell, Cranford (1853). */
const LETTER =
  '\n\n"My dearest Peter--You did not think we should be so sorry as we are, I know, or you would never have ' +
  'gone away. You are too good. Your father sits and sighs till my heart aches to hear him. He cannot hold up ' +
  'his head for grief; and yet he only did what he thought was right. Perhaps he has been too severe, and ' +
  'perhaps I have not been kind enough; but God knows how we love you, my dear only boy."'

/** Lanes keep letter and colour from scene to scene, so that finished ones can stay. */
const GREEDY = { key: 0, chain: 'greedy' }
const BEAM = { key: 1, chain: 'beam:width=4' }
const PURE = { key: 2, chain: 'sample' }
const NUCLEUS = { key: 3, chain: 'nucleus:0.9' }

/**
 * The story of Holtzman et al. 2020 in five scenes. What a scene says of a text is made of what was measured
 * of it: another seed or model is told as it is.
 */
export const SCENES: readonly Lesson[] = [
  {
    ...scene,
    title: 'Greedy search',
    sentence:
      'Greedy search always takes the likeliest next token. What it has just written makes the same words ' +
      'likelier still, and soon it goes round in a circle.',
    look: 'The line below the text: it counts what repeats. The copies are underlined.',
    found: ({ copies, letter }) =>
      copies > 1
        ? `Lane ${letter} ends in ${copies} copies of one passage. They are underlined, and counted below the text.`
        : `With this model lane ${letter} does not end in copies. Its tints are pale: nothing surprises.`,
    lanes: [GREEDY],
    mark: { lane: GREEDY.key, part: 'loops' },
  },
  {
    ...scene,
    title: 'Beam search',
    sentence:
      'Beam search keeps several texts at once, here four, and looks for the likeliest text as a whole. ' +
      'Likelier text is not better text.',
    look: 'The copies in lane B.',
    found: ({ copies, letter }) =>
      copies > 1
        ? `Lane ${letter} found a likelier passage than lane A, and ends in ${copies} copies of it.`
        : `With this model lane ${letter} does not end in copies. Compare its perplexity with that of lane A.`,
    lanes: [GREEDY, BEAM],
    mark: { lane: BEAM.key, part: 'loops' },
  },
  {
    ...scene,
    title: 'Pure sampling',
    sentence:
      'Pure sampling draws each token as often as the model expects it. Nothing repeats. But about one draw in ' +
      'ten falls into the tail, the thousands of tokens that are each unlikely.',
    look: 'The dotted tokens in lane C: they come from the tail.',
    found: ({ tail, tokens, letter }) =>
      tail > 0
        ? `${tail} of the ${tokens} tokens in lane ${letter} are dotted: they come from the tail. Read on from one ` +
          'of them and see where the sense goes. No measure below can see that.'
        : `With this seed no draw of lane ${letter} fell into the tail. Draw again to see one that does.`,
    lanes: [GREEDY, PURE],
    mark: { lane: PURE.key, part: 'text' },
  },
  {
    ...scene,
    title: 'The nucleus',
    sentence:
      'The nucleus is the smallest set of tokens that together hold 90% of the probability: one token where ' +
      'the model is sure, hundreds where it is not. Only they are drawn; the tail is cut off.',
    look: 'Lane D beside lane C: the same chance, without the tail.',
    found: ({ tail, tokens, copies, letter }) =>
      `Of ${tokens} tokens in lane ${letter} ${tail === 0 ? 'none is' : `${tail} are`} dotted, and ` +
      `${copies > 1 ? `it ends in ${copies} copies` : 'nothing repeats'}. Read it beside lane C.`,
    lanes: [GREEDY, PURE, NUCLEUS],
    mark: { lane: NUCLEUS.key, part: 'text' },
  },
  {
    ...scene,
    title: 'A person',
    sentence:
      'A person wrote this letter: Elizabeth Gaskell, in Cranford. People do not write the likeliest text: ' +
      'tokens that the model is sure of and surprises alternate.',
    look: 'Pale and dark tints alternate, as they do in lane D.',
    found: ({ tail, tokens }) =>
      'Pale and dark tints alternate. ' +
      (tail > 0
        ? `${tail} of ${tokens} tokens are dotted: people leave the nucleus, too, but for words that fit.`
        : `None of the ${tokens} tokens is dotted: this model knows words like these.`),
    lanes: [GREEDY, PURE, NUCLEUS],
    mark: { lane: 'human', part: 'text' },
    human: LETTER.trim(),
  },
]
