/** Whether a key belongs to the browser or the system: letters and arrows are then no shortcut of a page. */
export const hasModifier = ({ ctrlKey, metaKey, altKey }: KeyboardEvent): boolean =>
  ctrlKey || metaKey || altKey

/** A key as lists of keys name it: letters are small. */
export const keyName = ({ key }: KeyboardEvent): string => (key.length === 1 ? key.toLowerCase() : key)

/** 1 for the right arrow key, -1 for the left one. */
export const sideways = ({ key }: KeyboardEvent): 1 | -1 | undefined =>
  key === 'ArrowRight' ? 1 : key === 'ArrowLeft' ? -1 : undefined
