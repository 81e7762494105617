import { type ComponentType, h, hydrate } from 'preact'

/** Takes over a page that the server rendered: the same component, with the props that came with the document. */
export function hydratePage<Props extends object>(Page: ComponentType<Props>): void {
  const main = document.getElementById('main')
  const props = document.getElementById('props')?.textContent
  if (!main || !props) throw new Error('The document has no #main or no #props.')
  hydrate(h(Page, JSON.parse(props) as Props), main)
}
