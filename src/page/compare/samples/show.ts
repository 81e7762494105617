import { focusSoon } from '../../ui/focus.ts'
import { type Page, setLook } from '../state/page.ts'

/** Makes a sample the text of its lane, and leads the focus there. */
export function showSample(page: Page, key: number, index: number): void {
  setLook(page, { sample: index, shows: 'one' })
  focusSoon(`.lane-column[data-key="${key}"] .text-token[tabindex="0"]`)
}

/** Opens or closes a branch of a lane's tree. */
export function setTwigOpen(page: Page, key: number, branch: string, isOpen: boolean): void {
  const closed = new Set(page.look.peek().closed)
  if (isOpen) closed.delete(`${key}-${branch}`)
  else closed.add(`${key}-${branch}`)
  setLook(page, { closed })
}
