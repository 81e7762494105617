import { announce } from '../../ui/announce.tsx'
import { letterOf } from '../../ui/lane.ts'
import { openMenu } from '../../ui/menu.tsx'
import { modelLabel } from '../settings/model-label.ts'
import { titleOf } from '../settings/offer.ts'
import type { Page } from '../state/page.ts'
import { readChainOf, setChain } from './edit.ts'

/** Which model a lane runs on: the run's, or one of its own. */
export function openModelMenu(page: Page, anchor: HTMLElement, key: number): void {
  const chain = readChainOf(page, key)
  if (!chain) return
  const { models } = page.offer.peek()
  const own = page.settings.peek().model
  const choices = [
    { id: undefined, label: `Same as the run, now ${titleOf(own, models)}` },
    ...models.map((one) => ({ id: one.id, label: modelLabel(one) })),
  ]
  openMenu(
    anchor,
    `Model of lane ${letterOf(key)}`,
    choices.map(({ id, label }) => ({
      label,
      icon: id === chain.model ? 'check' : undefined,
      isCurrent: id === chain.model,
      attributes: { 'data-model': id ?? '' },
      run() {
        setChain(page, key, { written: chain.written, ...(id !== undefined && { model: id }) })
        announce(`Lane ${letterOf(key)} runs on ${titleOf(id ?? own, models)}`)
      },
    })),
  )
}
