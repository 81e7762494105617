import { useEffect, useState } from 'preact/hooks'
import { Button } from '../../ui/button.tsx'
import { focusSoon } from '../../ui/focus.ts'
import type { LaneView } from '../lane/view.ts'
import { type Page, usePage } from '../state/page.ts'
import { isMarkedLane, lookOf } from './facts.ts'
import type { Lesson, OpenLesson } from './lesson.ts'
import { endStory, hasLeft, lessonOf, play } from './play.ts'
import { SCENES } from './scenes.ts'
import { SecondModel } from './second-model.tsx'

/** The open lesson: what the lanes show, and the one thing to look at. */
export function Story() {
  const page = usePage()
  const [hasSettings, setHasSettings] = useState(false)
  const open = page.lesson.value
  const lesson = open && lessonOf(open)
  const look = lesson && lookOf(lesson, page.views.value)
  // Changed words mean that the marked text has ended. Where the words scroll away, a scene is read from its
  // top.
  useEffect(() => (doWordsStay() ? showScene() : undefined), [open, look])
  useEffect(() => (open && !doWordsStay() ? scrollTo(0, 0) : undefined), [open])
  // Classes: `:has` on the body makes the browser look through every token again whatever changes.
  const isOpen = open !== undefined
  const isTail = open?.list === 'story' && lesson !== undefined && markOf(page, lesson)?.part === 'text'
  useEffect(() => toggleBody('has-story', isOpen), [isOpen])
  useEffect(() => toggleBody('is-about-tail', isTail), [isTail])
  if (!open || !lesson) return null
  const isLeft = hasLeft(page, lesson)
  const isStory = open.list === 'story'
  return (
    <section
      class={`story-panel ui-needs-js${isStory && !hasSettings ? ' is-alone' : ''}`}
      aria-label={isStory ? 'The story' : 'What to look for'}
    >
      {isStory && <SceneList page={page} open={open} />}
      <div class="story-words">
        <h2>{lesson.title}</h2>
        <p>{lesson.sentence}</p>
      </div>
      <div class="story-foot">
        {isLeft ? (
          <p class="story-look">
            You changed this scene.{' '}
            <Button type="submit" form="compare" class="is-small story-generate">
              Generate
            </Button>{' '}
            <Button
              class="is-small"
              data-do="story-back-to"
              onClick={() => {
                play(page, open)
                focusSoon('.story-look .ui-term')
              }}
            >
              Back to the scene as it was
            </Button>
          </p>
        ) : (
          <p class="story-look">
            <button type="button" class="ui-term" onClick={showMark}>
              Look here:
            </button>{' '}
            {look}
          </p>
        )}
        <StoryButtons page={page} open={open} />
      </div>
      {isStory && (
        <SecondModel>
          <p>
            Prompt: <i>{page.settings.value.prompt}</i>
          </p>
          <Button
            class="is-small"
            data-do="story-settings"
            aria-expanded={hasSettings}
            aria-controls="compare"
            onClick={() => setHasSettings(!hasSettings)}
          >
            {hasSettings ? 'Hide the settings' : 'Show the settings'}
          </Button>
        </SecondModel>
      )}
    </section>
  )
}

const toggleBody = (name: string, isOn: boolean): void => void document.body.classList.toggle(name, isOn)

/** Whether the words stay in sight while the lanes scroll: the style sheet keeps them where there is room. */
function doWordsStay(): boolean {
  const words = document.querySelector('.story-panel')
  return words !== null && getComputedStyle(words).position === 'sticky'
}

/** Scrolls no further than the marked part is in sight, and leaves no line half below the words. */
function showMark(): void {
  const lane = document.querySelector<HTMLElement>('.lane-column[data-look]')
  const part = lane?.querySelector(`.lane-${lane.dataset.look}`)
  part?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  const words = document.querySelector('.story-panel')?.getBoundingClientRect()
  const line = document.getElementById('runline')?.getBoundingClientRect()
  if (words && line && line.top < words.bottom && words.bottom < line.bottom) {
    scrollBy(0, line.bottom - words.bottom)
  }
}

/** The marked part as far as the words above leave in sight what names the lanes and explains their marks. */
function showScene(): void {
  showMark()
  const words = document.querySelector('.story-panel')?.getBoundingClientRect()
  const names = document.getElementById('reading')?.getBoundingClientRect()
  if (words && names && names.height > 0 && names.top < words.bottom) scrollBy(0, names.top - words.bottom)
}

interface Props {
  readonly page: Page
  readonly open: OpenLesson
}

const SceneList = ({ page, open }: Props) => (
  <ol class="story-scenes" aria-label="Scenes">
    {SCENES.map(({ title }, index) => (
      <li key={title}>
        <button
          type="button"
          class="story-scene"
          data-scene={index + 1}
          aria-current={index === open.index ? 'step' : undefined}
          onClick={() => play(page, { ...open, index })}
        >
          <span class="story-number">{index + 1}</span> {title}
        </button>
      </li>
    ))}
  </ol>
)

function StoryButtons({ page, open }: Props) {
  if (open.list !== 'story') {
    return (
      <div class="story-buttons">
        <Button icon="x" class="is-plain is-small" data-do="story-end" onClick={() => endStory(page)}>
          Close
        </Button>
      </div>
    )
  }
  const next = SCENES[open.index + 1]
  return (
    <div class="story-buttons">
      <Button
        class="is-primary"
        data-do={next ? 'story-next' : 'story-end'}
        onClick={() => (next ? play(page, { ...open, index: open.index + 1 }) : endStory(page))}
      >
        {next ? `Next: ${next.title}` : 'Now try your own'}
      </Button>
      {next && (
        <Button class="is-plain" data-do="story-end" onClick={() => endStory(page)}>
          Skip the story <kbd>Esc</kbd>
        </Button>
      )}
    </div>
  )
}

/** Marks the part of a lane that the open lesson is about. */
export function useMark(): (view: Pick<LaneView, 'key' | 'isHuman'>) => string | undefined {
  const page = usePage()
  const open = page.lesson.value
  const mark = open && markOf(page, lessonOf(open))
  return (view) => (mark && isMarkedLane(mark.lane, view) ? mark.part : undefined)
}

/** What is marked, as long as nothing was changed. */
const markOf = (page: Page, lesson: Lesson) =>
  lesson.mark === 'chart' || hasLeft(page, lesson) ? undefined : lesson.mark
