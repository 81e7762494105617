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

/** The story of Holtzman et al. 2020 in five scenes. */
export const SCENES: readonly Lesson[] = [
  {
    ...scene,
    title: 'Greedy search',
    sentence:
      'Greedy search always takes the likeliest token. What the text has said is likelier to be said again: ' +
      'soon it writes one sentence again and again.',
    look: 'The copies, and their number in the line below the text.',
    lanes: ['greedy'],
    mark: { lane: 0, part: 'loops' },
  },
  {
    ...scene,
    title: 'Beam search',
    sentence:
      'Beam search keeps several texts and looks for the likeliest text as a whole. It finds a likelier ' +
      'sentence, and repeats that one.',
    look: 'The copies in lane B. Searching harder for likely text does not help.',
    lanes: ['greedy', 'beam:width=4'],
    mark: { lane: 1, part: 'loops' },
  },
  {
    ...scene,
    title: 'Pure sampling',
    sentence:
      'Pure sampling draws every token as often as the model expects it. Nothing repeats, but now and then it ' +
      'draws from thousands of unlikely tokens, and the text wanders.',
    look: 'The dark tints in lane B: tokens that the model did not expect. They come in clusters, and the sense is lost.',
    lanes: ['greedy', 'sample'],
    mark: { lane: 1, part: 'text' },
  },
  {
    ...scene,
    title: 'The nucleus',
    sentence:
      'The nucleus is the smallest set of tokens that together hold 90% of the probability: one token where ' +
      'the model is sure, hundreds where it is not. Only they are drawn.',
    look: 'Lane C has fewer dark tints than lane B and no copies: it keeps to its subject for longer.',
    lanes: ['greedy', 'sample', 'nucleus:0.9'],
    mark: { lane: 2, part: 'text' },
  },
  {
    ...scene,
    title: 'A person',
    sentence:
      'A person wrote this letter (Elizabeth Gaskell, Cranford). People do not write the likeliest text: sure ' +
      'words and surprises alternate.',
    look: 'Pale and dark tints alternate, as in lane C. The line below says how many of the tokens p = 0.9 would allow.',
    lanes: ['greedy', 'sample', 'nucleus:0.9'],
    mark: { lane: 'human', part: 'text' },
    human: LETTER.trim(),
  },
]
