/** Selectors of the button that stops a run, wherever it is shown, and of what comes after it. */
export const STOP = '[data-do="stop"]'
export const AFTER_STOP = [
  '[form="compare"][type="submit"], #compare [type="submit"]',
  '.story-buttons button',
]
