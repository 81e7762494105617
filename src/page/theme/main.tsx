/**
 * Colour scheme: the system's, or the one a person chose. The document loads it as a classic script before
 * anything is painted, so that no wrong scheme flashes up; it must stay without imports.
 */

const NAMES = ['system', 'light', 'dark'] as const
type Name = (typeof NAMES)[number]

function stored(): Name {
  try {
    return NAMES.find((name) => name === localStorage.getItem('theme')) ?? 'system'
  } catch {
    return 'system' // storage may be switched off
  }
}

function store(name: Name): void {
  try {
    localStorage.setItem('theme', name)
  } catch {
    // the choice then holds for this page only
  }
}

function apply(name: Name): void {
  const { dataset } = document.documentElement
  if (name === 'system') delete dataset.theme
  else dataset.theme = name
}

function listen(first: Name): void {
  let current = first
  const button = document.getElementById('theme')
  const label = () => button?.setAttribute('aria-label', `Colour scheme: ${current}`)
  label()
  button?.addEventListener('click', () => {
    current = NAMES[(NAMES.indexOf(current) + 1) % NAMES.length] ?? 'system'
    apply(current)
    label()
    store(current)
  })
}

const chosen = stored()
apply(chosen)
addEventListener('DOMContentLoaded', () => listen(chosen))
