import { type ComponentType, h } from 'preact'
import { renderToString } from 'preact-render-to-string'

/** Pages kept, the latest used last, and the most characters that one is known by. */
const KEPT = 32
const LONGEST_KEY = 500_000

const kept = new Map<string, string>()

/**
 * A component's HTML for these props. Most people are sent the same few pages, and a large one takes longer
 * to render than other requests may wait: what was rendered before is sent again.
 * @param key what the HTML depends on, as JSON
 */
export function renderPage<Props extends object>(
  key: string,
  Page: ComponentType<Props>,
  props: Props,
): string {
  const known = kept.get(key)
  if (known !== undefined) {
    kept.delete(key)
    kept.set(key, known)
    return known
  }
  const html = renderToString(h(Page, props))
  if (key.length > LONGEST_KEY) return html
  kept.set(key, html)
  if (kept.size > KEPT) kept.delete(kept.keys().next().value!)
  return html
}
