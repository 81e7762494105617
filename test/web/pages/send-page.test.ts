import { join } from 'node:path'
import express from 'express'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { bundlePages } from '../../../src/web/pages/bundle.ts'
import { sendPage } from '../../../src/web/pages/send-page.ts'
import { OnePage } from './fixture-pages/one/page.tsx'

vi.mock('../../../src/web/pages/bundle.ts', { spy: true })
const { pageBundle } = await import('../../../src/web/pages/bundle.ts')

const NASTY = '</script><img src=x onerror=alert(1)>\n"&\' <!--'
let url = ''
let close = () => {}

beforeAll(async () => {
  vi.mocked(pageBundle).mockReturnValue(bundlePages(join(import.meta.dirname, 'fixture-pages')))
  const app = express()
  app.set('view engine', 'ejs').set('views', join(import.meta.dirname, '../../../views'))
  app.get('/', (_, response) => {
    response.locals.frame = { pages: [], status: { led: '', text: '' } }
    return sendPage(response, {
      id: 'one',
      title: 'One',
      sheet: 'plain',
      Page: OnePage,
      props: { text: NASTY },
    })
  })
  const server = app.listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  url = `http://127.0.0.1:${(server.address() as { port: number }).port}/`
  close = () => server.close()
})
afterAll(() => close())

it('renders the component, hands over its props, and runs no text as markup', async () => {
  const html = await (await fetch(url)).text()
  expect(html).not.toContain('<img')
  expect(html).toContain('&lt;img')
  const props = /<script type="application\/json" id="props">(.*?)<\/script>/s.exec(html)?.[1]
  expect(JSON.parse(props!)).toEqual({ text: NASTY })
  expect(html).toMatch(/<script type="module" src="\/assets\/one-\w+\.js"><\/script>/)
})
