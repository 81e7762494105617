import { chance } from '../../ui/numbers.ts'
import type { Lesson } from './lesson.ts'

/** The prompt on which the built-in model shows every point of the story. */
export const STORY_PROMPT = 'She opened the letter and began to read:'

/**
 * Of the first 16 seeds, number 11 shows the difference between pure sampling and the nucleus most plainly to
 * a reader. Any other seed shows the loops just as well, as greedy and beam search do not draw.
 */
export const STORY_SEED = '11'

/** Seeds that show it as plainly on other models, of the first 16. */
const SEEDS: Readonly<Record<string, string>> = { 'smollm2-135m-instruct': '15' }

/** The seed that a scene is played with on a model. */
export const seedOn = (model: string): string => SEEDS[model] ?? STORY_SEED

const scene = { prompt: STORY_PROMPT, maxTokens: '100', seed: STORY_SEED } as const

/** A letter in a novel that the model was not trained on: Elizabeth Gaskell, Cranford (1853). */
const LETTER =
  '\n\n"My dearest Peter--You did not think we should be so sorry as we are, I know, or you would ' +
  'never have gone away. You are too good. Your father sits and sighs till my heart aches to hear him. He ' +
  'cannot hold up his head for grief; and yet he only did what he thought was right. Perhaps he has been ' +
  'too severe, and perhaps I have not been kind enough; but God knows how we love you, my dear only boy."'

/** Whether a text is the story's letter beside a prompt that it does not continue. */
export const isStrayLetter = ({ human, prompt }: { readonly human: string; readonly prompt: string }) =>
  human === LETTER.trim() && prompt !== STORY_PROMPT

/**
 * Lanes keep letter and colour from scene to scene, so that finished ones can stay; and after the story,
 * where the page has the same three without beam search.
 */
const GREEDY = { key: 0, chain: 'greedy' }
const PURE = { key: 1, chain: 'sample' }
const NUCLEUS = { key: 2, chain: 'nucleus:0.9' }
const BEAM = { key: 3, chain: 'beam:width=4' }

/**
 * The story of Holtzman et al. 2020 in five scenes. A scene's sentences are made of what was measured of
 * its texts, so they hold for another seed or model.
 */
export const SCENES: readonly Lesson[] = [
  {
    ...scene,
    title: 'Greedy search',
    sentence:
      'The model writes one token at a time; a token is a word or a piece of one. Greedy search always ' +
      'takes the likeliest. What it has just written makes the same words likelier still, and soon it ' +
      'repeats itself.',
    look: 'The line below the text: it counts what repeats. The copies are underlined.',
    found: ({ loops, letter }) =>
      loops
        ? `Lane ${letter} ${loops}. The copies are underlined, and counted below the text.`
        : `With this model lane ${letter} does not loop, though each token is the likeliest there was.`,
    lanes: [GREEDY],
    mark: { lane: GREEDY.key, part: 'loops' },
  },
  {
    ...scene,
    title: 'Beam search',
    sentence:
      'Beam search keeps several texts at once, here four, and looks for the likeliest text as a whole. ' +
      'Likelier text is not better text.',
    look: 'The copies in lane D.',
    found: ({ loops, letter, probability }, first) =>
      `Lane ${letter} ${loops ?? 'does not loop'}. To the model its text is ` +
      `${probability > first.probability ? 'likelier' : 'no likelier'} than that of lane ` +
      `${first.letter}: as likely as if each of its tokens had a probability of ` +
      `${chance(probability)}; for lane ${first.letter} that is ${chance(first.probability)}.`,
    lanes: [GREEDY, BEAM],
    mark: { lane: BEAM.key, part: 'loops' },
  },
  {
    ...scene,
    title: 'Pure sampling',
    sentence:
      'Pure sampling draws each token as often as the model expects it. Nothing repeats. But about one ' +
      'draw in ten falls into the tail: thousands of tokens, each unlikely, which together hold a tenth of ' +
      'the probability.',
    look: 'The dotted tokens in lane B: they come from the tail.',
    found: ({ tail, tokens, letter }) =>
      tail > 0
        ? `${tail} of the ${tokens} tokens in lane ${letter} are dotted: they come from the tail. Read ` +
          'on from one of them and see what becomes of the sense. Tinted tokens were unexpected, too, but ' +
          'not as much.'
        : `With this seed no draw of lane ${letter} fell into the tail. Draw again to see one that does.`,
    lanes: [GREEDY, PURE],
    mark: { lane: PURE.key, part: 'text' },
  },
  {
    ...scene,
    title: 'The nucleus',
    sentence:
      'The nucleus is the smallest set of tokens that together hold 90% of the probability: one token ' +
      'where the model is sure, hundreds where it is not. Only they are drawn. The tail, where the sense ' +
      'gets lost, is cut off; what is left is varied enough not to loop.',
    look: 'Lane C beside lane B: nothing in it comes from the tail.',
    found: ({ tail, tokens, loops, letter }) =>
      `${tail === 0 ? 'None' : tail} of the ${tokens} tokens in lane ${letter} ` +
      `${tail === 1 || tail === 0 ? 'is' : 'are'} ` +
      `dotted, and ${loops ? `it ${loops}` : 'it does not loop'}. Read it beside lane B, which drew from ` +
      'the tail as well.',
    lanes: [GREEDY, PURE, NUCLEUS],
    mark: { lane: NUCLEUS.key, part: 'text' },
  },
  {
    ...scene,
    title: 'A person',
    sentence:
      'A person wrote this letter: Elizabeth Gaskell, in Cranford. People do not write the likeliest text: ' +
      'words that the model was sure of take turns with words that it did not expect.',
    look: 'The letter beside lane A: a person does not loop.',
    found: ({ probability, tail, tokens }, first) =>
      'To the model the letter is as likely as if each of its tokens had a probability of ' +
      `${chance(probability)}; for lane ${first.letter} that is ${chance(first.probability)}. ` +
      (tail > 0
        ? `${tail} of its ${tokens} tokens ${tail === 1 ? 'is' : 'are'} dotted: people leave the ` +
          'nucleus, too.'
        : `None of its ${tokens} tokens is dotted: this model knows words like these.`),
    lanes: [GREEDY, PURE, NUCLEUS],
    mark: { lane: 'human', part: 'text' },
    human: LETTER.trim(),
  },
]
