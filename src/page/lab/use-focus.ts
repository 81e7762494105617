import type { RefObject } from 'preact'
import { useLayoutEffect, useState } from 'preact/hooks'

/** After a row was added or removed, the keyboard goes on where it makes sense. */
export function useFocusAfter(form: RefObject<HTMLFormElement | null>): (pressed: string) => void {
  const [after, setAfter] = useState({ pressed: '' })
  useLayoutEffect(() => {
    const selector = selectorAfter(after.pressed)
    const element = selector ? form.current?.querySelector(selector) : undefined
    if (element instanceof HTMLInputElement) element.focus()
  }, [after, form])
  return (pressed) => setAfter({ pressed })
}

function selectorAfter(pressed: string): string {
  const [name, index] = pressed.split(':')
  const row = Math.max(1, Number(index))
  switch (name) {
    case 'add-word':
      return '.lab-words tbody tr:last-child input[name="word"]'
    case 'remove-word':
      return `.lab-words tbody tr:nth-child(${row}) input[name="word"]`
    case 'add-lane':
      return '.lab-chains li:last-child input[name="lane"]'
    case 'remove-lane':
      return `.lab-chains li:nth-child(${row}) input[name="lane"]`
    default:
      return ''
  }
}
