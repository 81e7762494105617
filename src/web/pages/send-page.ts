import type { Response } from 'express'
import type { ComponentType } from 'preact'
import { type KnownFields, unreadFields } from '../../page/ui/unread-fields.ts'
import { queryOf } from '../http/form-fields.ts'
import { takeTurn } from '../http/turns.ts'
import { pageBundle } from './bundle.ts'
import { renderPage } from './rendered-pages.ts'
import { pageSheets } from './sheets.ts'

/**
 * A placeholder in props for a number that is drawn for one reader. Pages that differ in it alone
 * are rendered once.
 */
export const DRAWN = '4294967291'

const COMPUTED_HERE =
  'Every text and figure here is computed on this computer, over the model’s whole vocabulary.'

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
  /**
   * What only the server renders with, such as a finished run; the same object again is the same page again.
   */
  readonly rendered?: Rendered
  /** What the reader gets wherever the props have `DRAWN`; undefined where they have it nowhere. */
  readonly drawn?: string | undefined
  /**
   * What it reads of its address; nothing by default. What else is there is named above the page. `all`:
   * it names by itself what it leaves out.
   */
  readonly reads?: KnownFields | 'all'
  /** What else of the address cannot be had, in a sentence; empty for nothing. */
  readonly fault?: string
  /** Whether nothing on it needs a script of its own. */
  readonly isStatic?: boolean
  /** Where its texts and figures come from, in a sentence of the foot: from this computer by default. */
  readonly made?: string
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
  const { id, title, sheet = id, Page, props, rendered, isStatic = false, main = 'ui-page', drawn } = document
  const { made = COMPUTED_HERE } = document
  const [{ scriptsOf }, { sheetOf }] = await Promise.all([pageBundle(), pageSheets()])
  await takeTurn()
  const sent = JSON.stringify(props)
  const content = renderPage(`${id} ${sent}`, rendered, Page, { ...props, ...rendered } as Sent & Rendered)
  response.render('page', {
    page: id,
    title,
    faults: faultsOf(queryOf(response.req), document),
    styles: [sheetOf(sheet)],
    main,
    made,
    isRendered: rendered !== undefined,
    scripts: isStatic ? [] : scriptsOf(id),
    content: withDrawn(content, drawn),
    props: isStatic ? '' : withDrawn(sent, drawn).replaceAll('<', '\\u003c'),
  })
}

/** What of its address a page leaves out, in sentences; empty for nothing. */
function faultsOf(
  query: URLSearchParams,
  { reads = { once: [], many: [] }, fault = '' }: Pick<PageDocument<object, object>, 'reads' | 'fault'>,
): string {
  const unread = reads === 'all' ? [] : unreadFields(query, reads)
  return unread.length === 0 ? fault : `The address asks for ${unread.join('; ')}; leave it out. ${fault}`
}

const withDrawn = (text: string, drawn: string | undefined): string =>
  drawn === undefined ? text : text.replaceAll(DRAWN, drawn)
