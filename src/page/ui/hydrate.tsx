import { type ComponentType, h, hydrate } from 'preact'

/**
 * Takes over what the server rendered: the same component, with the props that came with the document.
 * @param id of the element around it, where more of the page than the component was rendered
 */
export function hydratePage<Props extends object>(Page: ComponentType<Props>, id = 'main'): void {
  const main = document.getElementById(id)
  const props = document.getElementById('props')?.textContent
  if (!main || !props) throw new Error(`The document has no #${id} or no #props.`)
  hydrate(h(Page, JSON.parse(props) as Props), main)
}
