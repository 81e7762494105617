import { Icon } from '../../ui/icon.tsx'
import type { LaneView } from '../lane/view.ts'
import { type Page, usePage } from '../state/page.ts'
import type { OpenLesson } from './lesson.ts'
import { endStory, hasLeft, lessonOf, play } from './play.ts'
import { SCENES } from './scenes.ts'
import { SecondModel } from './second-model.tsx'

/** The open lesson: what the lanes show, and the one thing to look at. */
export function Story() {
  const page = usePage()
  const open = page.lesson.value
  if (!open) return null
  const lesson = lessonOf(open)
  const isLeft = hasLeft(page, lesson)
  return (
    <section class="story ui-needs-js" aria-label={open.list === 'story' ? 'The story' : 'What to look for'}>
      {open.list === 'story' && <SceneList page={page} open={open} />}
      <div class="story-words">
        <h2>{lesson.title}</h2>
        <p>{lesson.sentence}</p>
        {isLeft ? (
          <p class="story-look">
            You changed this scene. It comes back as it was with{' '}
            <button
              type="button"
              class="ui-button is-small"
              data-do="story-back-to"
              onClick={() => play(page, open)}
            >
              Play it again
            </button>
          </p>
        ) : (
          <p class="story-look">
            <b>Look here:</b> {lesson.look}
          </p>
        )}
      </div>
      <StoryButtons page={page} open={open} />
      {open.list === 'story' && <SecondModel />}
    </section>
  )
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
        <button
          type="button"
          class="ui-button is-plain is-small"
          data-do="story-end"
          onClick={() => endStory(page)}
        >
          <Icon name="x" /> Close
        </button>
      </div>
    )
  }
  const next = SCENES[open.index + 1]
  return (
    <div class="story-buttons">
      <button
        type="button"
        class="ui-button is-primary"
        data-do="story-next"
        onClick={() => (next ? play(page, { ...open, index: open.index + 1 }) : endStory(page))}
      >
        {next ? `Next: ${next.title}` : 'Now try your own'}
      </button>
      <button type="button" class="ui-button is-plain" data-do="story-end" onClick={() => endStory(page)}>
        Skip the story <kbd>Esc</kbd>
      </button>
    </div>
  )
}

/** The part of a lane that the open lesson marks. */
export function useMark({ key, isHuman }: Pick<LaneView, 'key' | 'isHuman'>): string | undefined {
  const page = usePage()
  const open = page.lesson.value
  if (!open) return undefined
  const lesson = lessonOf(open)
  if (lesson.mark === 'chart' || hasLeft(page, lesson)) return undefined
  const { lane, part } = lesson.mark
  return (lane === 'human' ? isHuman : lane === key) ? part : undefined
}
