import { useEffect } from 'preact/hooks'
import { titleOf } from '../settings/offer.ts'
import type { Page } from '../state/page.ts'

/** The model's state in the top bar, which is the document's: kept up while the page is open. */
export function useModelStatus(page: Page): void {
  const { models } = page.offer.value
  const { model } = page.settings.value
  const run = page.run.value
  const loading = run?.phase === 'waiting' ? run.loading?.model : undefined
  const isReady = models.some(({ id, state }) => id === model && state === 'loaded')
  const isUnreachable = page.isUnreachable.value
  const led = `ui-led${loading ? ' is-busy' : isReady && !isUnreachable ? '' : ' is-idle'}`
  const title = titleOf(loading ?? model, models)
  const state = loading ? `Loading ${title}` : isReady ? `${title} ready` : title
  const text = isUnreachable ? 'Server not reached' : state
  useEffect(() => {
    const status = document.getElementById('model-status')
    status?.querySelector('.ui-led')?.setAttribute('class', led)
    const words = status?.querySelector('span')
    if (words) words.textContent = text
  }, [led, text])
}
