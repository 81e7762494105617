import type { Response } from 'express'
import { type ComponentType, h } from 'preact'
import { renderToString } from 'preact-render-to-string'
import { pageBundle } from './bundle.ts'

/** A page: its component is rendered here and taken over by its script in the browser, with the same props. */
export interface PageDocument<Props> {
  /** Its folder under `src/page`. */
  readonly id: string
  readonly title: string
  /** Style sheets besides those of every page. */
  readonly styles: readonly string[]
  readonly Page: ComponentType<Props>
  /** Plain JSON: it travels to the browser. */
  readonly props: Props
  /** What only the server renders with, such as a finished run. */
  readonly rendered?: Partial<Props>
  /** Classes of `<main>`. */
  readonly main?: string
}

/** Renders a page inside the document `views/page.ejs`. Text is escaped by the renderer; no script is inline. */
export async function sendPage<Props extends object>(
  response: Response,
  { id, title, styles, Page, props, rendered, main = 'page' }: PageDocument<Props>,
): Promise<void> {
  const { scriptsOf } = await pageBundle()
  response.render('page', {
    page: id,
    title,
    styles,
    main,
    isRendered: rendered !== undefined && Object.keys(rendered).length > 0,
    scripts: scriptsOf(id),
    content: renderToString(h(Page, { ...props, ...rendered })),
    props: JSON.stringify(props).replaceAll('<', '\\u003c'),
  })
}
