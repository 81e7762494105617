import { type ComponentType, h } from 'preact'
import { renderToString } from 'preact-render-to-string'

/** Pages kept, the latest used last. */
const KEPT = 32

interface RenderedPage {
  /** The very object that it was rendered with, besides what its key says. */
  readonly rendered: object | undefined
  readonly html: string
}

const kept = new Map<string, RenderedPage>()

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
  const known = kept.get(key)
  kept.delete(key)
  const html = known && known.rendered === rendered ? known.html : renderToString(h(Page, props))
  kept.set(key, { rendered, html })
  if (kept.size > KEPT) kept.delete(kept.keys().next().value!)
  return html
}
