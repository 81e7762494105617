import { type ComponentType, h } from 'preact'
import { renderToString } from 'preact-render-to-string'

/** Pages kept of each object they are rendered with, and the most characters that one is known by. */
const KEPT = 32
const LONGEST_KEY = 500_000

/** By that object: what was rendered with one that is gone, such as somebody's run, is gone, too. */
const keptOf = new WeakMap<object, Map<string, string>>()
/** Its placeholder where a page is rendered with its props alone. */
const NOTHING = {}

/**
 * A component's HTML for these props. Most people are sent the same few pages, and a large one takes longer
 * to render than other requests may wait: what was rendered before is sent again.
 * @param key what the HTML depends on
 * @param rendered what else it depends on: an object that does not change, compared as it is
 */
export function renderPage<Props extends object>(
  key: string,
  rendered: object | undefined,
  Page: ComponentType<Props>,
  props: Props,
): string {
  const owner = rendered ?? NOTHING
  const kept = keptOf.get(owner) ?? new Map<string, string>()
  keptOf.set(owner, kept)
  const html = kept.get(key) ?? renderToString(h(Page, props))
  if (key.length > LONGEST_KEY) return html
  // The latest used is the last.
  kept.delete(key)
  kept.set(key, html)
  if (kept.size > KEPT) kept.delete(kept.keys().next().value!)
  return html
}
