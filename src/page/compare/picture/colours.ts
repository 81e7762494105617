/** The page's colours as they are seen: a picture takes them along, in the scheme that is shown. */

export type Ink = (name: string) => string

/** Reads custom properties as colours of the scheme that is shown. */
export function readInk(): { readonly ink: Ink; close(): void } {
  const probe = document.createElement('i')
  probe.hidden = true
  document.body.append(probe)
  return {
    ink: (name) => {
      probe.style.color = `var(${name})`
      return getComputedStyle(probe).color
    },
    close: () => probe.remove(),
  }
}
