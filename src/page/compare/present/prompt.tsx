import { usePage } from '../state/page.ts'

/**
 * The whole prompt at the top of a presentation, whose lanes begin with its last words; the story has it,
 * too.
 */
export function PresentPrompt() {
  const page = usePage()
  const { prompt } = page.settings.value
  if (!page.presentation.value || page.lesson.value?.list === 'story' || prompt.trim() === '') return null
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a long prompt is scrolled by a keyboard
    <section class="present-prompt" aria-label="Prompt" tabIndex={0}>
      <span class="ui-quiet">Prompt</span>
      <p>{prompt}</p>
    </section>
  )
}
