// @ts-check

/**
 * Colour scheme: the system's, or the one a person chose. Loaded before the page is painted, so nothing flashes;
 * a classic script, because modules wait.
 */
;(() => {
  const root = document.documentElement
  const names = ['system', 'light', 'dark']

  /** @param {string} name */
  const apply = (name) => {
    if (name === 'system') delete root.dataset.theme
    else root.dataset.theme = name
  }
  const stored = () => {
    try {
      return localStorage.getItem('theme') ?? 'system'
    } catch {
      return 'system' // storage may be switched off
    }
  }
  let current = names.includes(stored()) ? stored() : 'system'
  apply(current)

  addEventListener('DOMContentLoaded', () => {
    const button = document.getElementById('theme')
    const label = () => button?.setAttribute('aria-label', `Colour scheme: ${current}`)
    label()
    button?.addEventListener('click', () => {
      current = names[(names.indexOf(current) + 1) % names.length] ?? 'system'
      apply(current)
      label()
      try {
        localStorage.setItem('theme', current)
      } catch {
        // the choice then holds for this page only
      }
    })
  })
})()
