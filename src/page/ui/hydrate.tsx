import { type ComponentType, h, hydrate, render } from 'preact'

/**
 * Takes over what the server rendered: the same component, with the props that came with the document.
 * @param id of the element around it, where more of the page than the component was rendered
 */
export function hydratePage<Props extends object>(Page: ComponentType<Props>, id = 'main'): void {
  const main = document.getElementById(id)
  const props = document.getElementById('props')?.textContent
  if (!main || !props) throw new Error(`The document has no #${id} or no #props.`)
  const page = h(Page, JSON.parse(props) as Props)
  // Where the server rendered more than the document brings along, there is nothing to take over.
  if ('rendered' in main.dataset) {
    main.replaceChildren()
    render(page, main)
  } else hydrate(page, main)
}
