import { focusSoon } from '../ui/focus.ts'

/**
 * After a row was added or removed, the keyboard goes on where it makes sense. After a removal it is on no
 * field: there Ctrl+Z is the browser's own, of what was typed.
 */
export function focusAfter(pressed: string): void {
  const [name = '', index] = pressed.split(':')
  const row = `:nth-child(${Math.max(1, Number(index))})`
  const selectors = {
    'add-word': ['.lab-words tbody tr:last-child input[name="word"]'],
    'remove-word': [`.lab-words tbody tr${row} button`, `.lab-words tbody tr${row} input[name="word"]`],
    'add-lane': ['.lab-chains li:last-child input[name="lane"]'],
    'remove-lane': [`.lab-chains li${row} button[value^="remove-lane"]`, '[value="add-lane"]'],
  }[name]
  if (selectors) focusSoon(...selectors)
}
