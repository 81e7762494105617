import type { ComponentChild } from 'preact'
import { renderToString } from 'preact-render-to-string'
import { openLibrary } from '../../../src/composition.ts'
import { shippedResults } from '../../../src/experiments/harness/shipped.ts'
import { openLink } from '../../../src/page/compare/settings/link.ts'
import type { Offer } from '../../../src/page/compare/settings/offer.ts'
import { createPage, type Page, PageContext } from '../../../src/page/compare/state/page.ts'
import { compareData } from '../../../src/web/pages/compare/data.ts'

export const offer: Offer = compareData({ library: openLibrary(), results: shippedResults })

const settingsOf = (query: string, of: Offer = offer) => openLink(new URLSearchParams(query), of).settings

/** A Compare page as it opens with a link. */
export const pageOf = (query = '', of: Offer = offer): Page =>
  createPage({ offer: of, settings: settingsOf(query, of), problems: [], isLink: false })

/** A component's HTML, on a page of its own or one that is given. */
export const renderOnPage = (component: ComponentChild, page: Page = pageOf()): string =>
  renderToString(<PageContext.Provider value={page}>{component}</PageContext.Provider>)
