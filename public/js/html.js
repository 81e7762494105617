// @ts-check

/** Small pieces of HTML. Pure: the server renders with them too. */

/** @type {Readonly<Record<string, string>>} */
const ENTITIES = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

/** Text made safe for HTML, attributes included. @param {unknown} text */
export const escapeHtml = (text) => String(text).replace(/[&<>"']/g, (one) => ENTITIES[one] ?? one)

/** An icon of the page's sprite. @param {string} name */
export const icon = (name) => `<svg class="i" aria-hidden="true"><use href="#i-${name}"/></svg>`

/** A share as a percentage of the page, for SVG attributes. @param {number} share */
export const percent = (share) => `${Number((100 * share).toFixed(2))}%`

/** Something to know, with at most one thing to do. @param {{ kind: '' | 'warn' | 'err', icon: string, title: string, text?: string, action?: { do: string, label: string, icon?: string } }} notice */
export function noticeHtml({ kind, icon: glyph, title, text, action }) {
  const button = action
    ? `<button type="button" class="btn small needs-js" data-do="${action.do}">${action.icon ? icon(action.icon) : ''}${escapeHtml(action.label)}</button>`
    : ''
  return `<div class="notice ${kind}" role="${kind === 'err' ? 'alert' : 'status'}">${icon(glyph)}<div><b>${escapeHtml(title)}</b>${text ? `<p>${escapeHtml(text)}</p>` : ''}</div>${button}</div>`
}
