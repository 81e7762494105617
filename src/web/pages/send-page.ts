import type { Response } from 'express'
import type { ComponentType } from 'preact'
import { takeTurn } from '../http/turns.ts'
import { pageBundle } from './bundle.ts'
import { renderPage } from './rendered-pages.ts'
import { pageSheets } from './sheets.ts'

/**
 * A page: its component is rendered here and taken over by its script in the browser, with the same props.
 */
export interface PageDocument<Sent extends object, Rendered extends object> {
  /** Its folder under `src/page`. */
  readonly id: string
  readonly title: string
  /** Name of its style sheet in `public/css/pages`; its id by default. */
  readonly sheet?: string
  readonly Page: ComponentType<Sent & Rendered>
  /** Plain JSON: it travels to the browser. */
  readonly props: Sent
  /** What only the server renders with, such as a finished run; the same object again is the same page again. */
  readonly rendered?: Rendered
  /** Whether nothing on it needs a script of its own. */
  readonly isStatic?: boolean
  /** Classes of `<main>`. */
  readonly main?: string
}

/**
 * Renders a page inside the document `views/page.ejs`. Text is escaped by the renderer; no script is inline.
 */
export async function sendPage<Sent extends object, Rendered extends object = object>(
  response: Response,
  document: PageDocument<Sent, Rendered>,
): Promise<void> {
  const { id, title, sheet = id, Page, props, rendered, isStatic = false, main = 'ui-page' } = document
  const [{ scriptsOf }, { sheetOf }] = await Promise.all([pageBundle(), pageSheets()])
  await takeTurn()
  const sent = JSON.stringify(props)
  const content = renderPage(`${id} ${sent}`, rendered, Page, { ...props, ...rendered } as Sent & Rendered)
  response.render('page', {
    page: id,
    title,
    styles: [sheetOf(sheet)],
    main,
    isRendered: rendered !== undefined,
    scripts: isStatic ? [] : scriptsOf(id),
    content,
    props: isStatic ? '' : sent.replaceAll('<', '\\u003c'),
  })
}
