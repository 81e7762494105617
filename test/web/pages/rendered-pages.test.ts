import { expect, it } from 'vitest'
import { renderPage } from '../../../src/web/pages/rendered-pages.ts'

it('renders a page again only for another key, or another object it was rendered with', () => {
  let count = 0
  const Page = ({ name }: { readonly name: string }) => {
    count++
    return `${name} & ${count}`
  }
  const rendered = { name: 'figures' }
  const other = { name: 'figures' }
  const pages = [
    ['one', rendered],
    ['one', rendered],
    ['two', rendered],
    ['one', other],
    ['two', rendered],
    ['one', undefined],
  ] as const
  const sent = pages.map(([key, with_]) => renderPage(key, with_, Page, { name: key }))
  expect(sent).toEqual([
    'one &amp; 1',
    'one &amp; 1',
    'two &amp; 2',
    'one &amp; 3',
    'two &amp; 2',
    'one &amp; 4',
  ])
})
