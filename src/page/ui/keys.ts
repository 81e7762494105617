/** Whether a key belongs to the browser or the system: letters and arrows are then no shortcut of a page. */
export const hasModifier = ({ ctrlKey, metaKey, altKey }: KeyboardEvent): boolean =>
  ctrlKey || metaKey || altKey
