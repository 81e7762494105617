import { openLink, paramsOf } from '../../../page/compare/settings/link.ts'
import type { Offer } from '../../../page/compare/settings/offer.ts'
import { requestOf, type Settings } from '../../../page/compare/settings/settings.ts'
import { SCENES } from '../../../page/compare/story/scenes.ts'
import { numberFault } from '../../../page/ui/number-fault.ts'
import { withoutTracking } from '../../http/tracking.ts'

/** What the class page is asked to count. */

const STUDENTS = '30'
const MOST_STUDENTS = 1000

/** What the page reads of its address. */
export const FIELDS = { once: ['students', 'link', 'address'], many: [] }

interface Asked {
  readonly students: string
  /** As it was pasted; empty for the story's last scene. */
  readonly link: string
  readonly settings: Settings
  /** What is wrong with it, in a sentence. */
  readonly problem: string
}

export function askedOf(query: URLSearchParams, offer: Offer): Asked {
  const students = (query.get('students') ?? STUDENTS).trim()
  const link = (query.get('link') ?? '').trim()
  const params = link === '' ? storyParams() : paramsIn(link)
  const { settings, problems } = openLink(params, offer)
  // Without a seed every student would get other texts.
  const seeded = settings.seed === '' ? { ...settings, seed: '1' } : settings
  return { students, link, settings: seeded, problem: problemOf(students, params, problems) }
}

const paramsIn = (link: string) => new URLSearchParams(withoutTracking(link.slice(link.indexOf('?') + 1)))

function problemOf(students: string, params: URLSearchParams, problems: readonly string[]): string {
  const fault = numberFault('Students', students, 1, MOST_STUDENTS)
  if (fault) return fault
  if (!params.has('prompt')) return 'This is not the link of a comparison; Copy link on Compare makes one.'
  return problems.length > 0
    ? `The link asks for ${problems.join('; ')}, which cannot be run here; open it in Compare and ` +
        'choose what can.'
    : ''
}

/** The last scene of the story: greedy, pure sampling, the nucleus and a person. */
function storyParams(): URLSearchParams {
  const { prompt, lanes, maxTokens, seed, human = '' } = SCENES.at(-1)!
  const params = new URLSearchParams({ prompt, maxTokens, seed, human })
  for (const { chain } of lanes) params.append('lane', chain)
  return params
}

/** A comparison as the engine takes it, and as an address. */
export const comparisonOf = (settings: Settings) => ({
  run: requestOf(settings),
  path: `/?${paramsOf(settings)}`,
})
