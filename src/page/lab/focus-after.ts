import { focusSoon } from '../ui/focus.ts'

/** After a row was added or removed, the keyboard goes on where it makes sense. */
export function focusAfter(pressed: string): void {
  const [name = '', index] = pressed.split(':')
  const row = `:nth-child(${Math.max(1, Number(index))})`
  const selector = {
    'add-word': '.lab-words tbody tr:last-child input[name="word"]',
    'remove-word': `.lab-words tbody tr${row} input[name="word"]`,
    'add-lane': '.lab-chains li:last-child input[name="lane"]',
    'remove-lane': `.lab-chains li${row} input[name="lane"]`,
  }[name]
  if (selector !== undefined) focusSoon(selector)
}
