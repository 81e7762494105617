import { announce } from '../../ui/announce.tsx'
import { focusIfLost } from '../../ui/focus.ts'
import { readLane, writeLane } from '../chain/lane-chain.ts'
import { generate, stop } from '../run/generate.ts'
import type { Run } from '../run/run.ts'
import type { Settings } from '../settings/settings.ts'
import { type Page, setSettings } from '../state/page.ts'
import { COMPARISONS } from './comparisons.ts'
import { STORY_COOKIE } from './cookie.ts'
import type { Lesson, OpenLesson } from './lesson.ts'
import { SCENES, seedOn } from './scenes.ts'

/** What a page offers to begin with. */
export const LESSONS: readonly { readonly title: string; readonly open: OpenLesson }[] = [
  { title: 'The story in five scenes', open: { list: 'story', index: 0 } },
  ...COMPARISONS.map(({ title }, index) => ({ title, open: { list: 'comparisons' as const, index } })),
]

const YEAR = 365 * 24 * 60 * 60

export const lessonOf = ({ list, index }: OpenLesson): Lesson =>
  (list === 'story' ? SCENES : COMPARISONS)[index]!

/** Whether no other scene follows. */
const isLast = ({ list, index }: OpenLesson): boolean => list !== 'story' || index === SCENES.length - 1

/** What a page showed before the story, to which it returns when the story is skipped. */
interface Before {
  readonly settings: Settings
  readonly run: Run | undefined
  readonly address: string
}

const pagesBefore = new WeakMap<Page, Before>()

/** Sets the page as a lesson wants it; finished lanes that it has, too, stay, the others run. */
export function play(page: Page, open: OpenLesson): void {
  const { lanes, prompt, maxTokens, seed, human = '', sentence } = lessonOf(open)
  const { strategies, defaults } = page.offer.peek()
  if (!pagesBefore.has(page)) {
    const address = location.pathname + location.search
    pagesBefore.set(page, { settings: page.settings.peek(), run: page.run.peek(), address })
  }
  const { list, model = defaults.model } = open
  page.lesson.value = open
  setSettings(page, {
    prompt,
    maxTokens,
    seed: list === 'story' ? seedOn(model) : seed,
    human,
    humanP: '',
    stop: '',
    chat: false,
    heal: false,
    model,
    samples: '1',
    lanes: lanes.map(({ key, chain }) => ({ key, chain: readLane(chain, strategies) })),
  })
  generate(page, [], true)
  announce(sentence)
}

/** Ends a lesson. A comparison and the last scene stay; before it, the page is what it was. */
export function endStory(page: Page): void {
  const open = page.lesson.peek()
  if (!open) return
  const before = pagesBefore.get(page)
  pagesBefore.delete(page)
  page.lesson.value = undefined
  focusIfLost(open.list === 'story' ? '#prompt' : '[data-focus="lessons"]')
  if (open.list !== 'story') return
  // What comes next is at the top: the prompt, and what to begin with.
  scrollTo(0, 0)
  // biome-ignore lint/suspicious/noDocumentCookie: the server must read it, and Safari lacks the cookie store
  document.cookie = `${STORY_COOKIE}=ended; max-age=${YEAR}; path=/; samesite=lax`
  if (isLast(open) || !before) return
  stop(page)
  page.run.value = before.run
  page.settings.value = before.settings
  page.faults.value = {}
  history.replaceState(null, '', before.address)
}

/** Whether a person has changed what the lesson set. */
export function hasLeft(
  { settings, offer }: Page,
  { lanes, prompt, maxTokens, human = '' }: Lesson,
): boolean {
  const now = settings.value
  const chains = lanes.map(({ chain }) => writeLane(readLane(chain, offer.value.strategies)))
  return (
    now.prompt !== prompt ||
    now.maxTokens !== maxTokens ||
    now.human !== human ||
    now.lanes.map(({ chain }) => writeLane(chain)).join('\n') !== chains.join('\n')
  )
}
