import { announce } from '../../ui/announce.tsx'
import { readLane, writeLane } from '../chain/lane-chain.ts'
import { generate, stop } from '../run/generate.ts'
import { settingsFrom } from '../settings/link.ts'
import { type Page, setSettings } from '../state/page.ts'
import { COMPARISONS } from './comparisons.ts'
import { STORY_COOKIE } from './cookie.ts'
import type { Lesson, OpenLesson } from './lesson.ts'
import { SCENES, seedOn } from './scenes.ts'

const YEAR = 365 * 24 * 60 * 60

export const lessonOf = ({ list, index }: OpenLesson): Lesson =>
  (list === 'story' ? SCENES : COMPARISONS)[index]!

/** Sets the page as a lesson wants it, and runs it. */
export function play(page: Page, open: OpenLesson): void {
  const { lanes, prompt, maxTokens, seed, human = '', sentence } = lessonOf(open)
  const { strategies, defaults } = page.offer.peek()
  const { list, model = defaults.model } = open
  page.lesson.value = open
  setSettings(page, {
    prompt,
    maxTokens,
    seed: list === 'story' ? seedOn(model) : seed,
    human,
    humanP: '',
    chat: false,
    model,
    samples: '1',
    lanes: lanes.map((chain, key) => ({ key, chain: readLane(chain, strategies) })),
  })
  generate(page)
  announce(sentence)
}

/** Ends the story for good. Its last scene stays; before it, the page is as it is for everybody. */
export function endStory(page: Page): void {
  const open = page.lesson.peek()
  if (!open) return
  page.lesson.value = undefined
  if (open.list !== 'story') return
  // biome-ignore lint/suspicious/noDocumentCookie: the server must read it, and Safari lacks the cookie store
  document.cookie = `${STORY_COOKIE}=ended; max-age=${YEAR}; path=/; samesite=lax`
  if (open.index === SCENES.length - 1) return
  stop(page)
  page.run.value = undefined
  page.settings.value = settingsFrom(new URLSearchParams(), page.offer.peek())
  history.replaceState(null, '', '/')
}

/** Whether a person has changed what the lesson set. */
export function hasLeft(
  { settings, offer }: Page,
  { lanes, prompt, maxTokens, human = '' }: Lesson,
): boolean {
  const now = settings.value
  const chains = lanes.map((chain) => writeLane(readLane(chain, offer.value.strategies)))
  return (
    now.prompt !== prompt ||
    now.maxTokens !== maxTokens ||
    now.human !== human ||
    now.lanes.map(({ chain }) => writeLane(chain)).join('\n') !== chains.join('\n')
  )
}
