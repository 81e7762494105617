import { z } from 'zod'
import { defineSearch } from '../../chain/definition.ts'
import { choice, text, whole } from '../../chain/parameters.ts'
import { banDecoder } from './decoder.ts'
import { phraseFault } from './phrase-finder.ts'

export const banPhrases = defineSearch({
  id: 'ban-phrases',
  title: 'Ban phrases',
  summary:
    'Draws like pure sampling; where a phrase comes up, takes it back and draws on without its first token.',
  formula:
    'When the text holds a phrase whose first token is x at s: go back to s, remove x from the ' +
    'model’s distribution there, apply ' +
    'the chain to what is left, and draw anew, with fresh numbers. What is removed at s stays so ' +
    'while the text before s does.',
  paper: 'Paech et al. 2025, arXiv 2510.15061 (antislop, backtracking); KoboldCpp',
  weakness:
    'Without the first token other phrases that begin with it go too, and what is left may say the ' +
    'same in other words.',
  family: 'search',
  parameters: z
    .strictObject({
      phrases: text('', /^[\s\S]{0,500}$/, {
        title: 'phrases',
        help: 'words or phrases with | between them, or a regular expression of RE2; nothing bans nothing',
      }),
      match: choice('word', ['word', 'anywhere', 'regex'], {
        title: 'match',
        help: 'whether phrases are whole words, may be parts of words, or are one regular expression',
      }),
      case: choice('ignore', ['ignore', 'keep'], { title: 'case', help: 'whether capitals count' }),
      budget: whole(
        1000,
        { min: 0, max: 50_000 },
        { title: 'budget', help: 'most tokens taken back in one text', slider: [0, 5000] },
      ),
    })
    .superRefine((settings, context) => {
      const message = phraseFault(settings)
      if (message !== undefined) context.addIssue({ code: 'custom', path: ['phrases'], message })
    }),
  isDeterministic: false,
  goesBack: true,
  // Each token that is taken back was read, and each way back reads one again.
  forwards: ({ budget }, tokens) => tokens + 2 * budget,
  create: (settings, setup) => banDecoder(setup, settings),
})
