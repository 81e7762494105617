import { describe, expect, it } from 'vitest'
import { useApp } from '../running-app.ts'

const app = useApp()

const page = async (path: string, init?: RequestInit) => {
  const reply = await fetch(app.url + path, init)
  return { status: reply.status, html: await reply.text() }
}

/** The notice above a page; undefined where there is none. */
const faultOf = (html: string): string | undefined =>
  /<p class="ui-fault ui-page-fault" role="alert">.*?<span>(.*?)<\/span><\/p>/s.exec(html)?.[1]?.trim()

const THERE_IS_NOT = 'The address asks for the field “seed”, which there is not; leave it out.'

describe('the address of a page', () => {
  it('that there is not is answered in the shape that was asked for', async () => {
    const asked = await fetch(`${app.url}/nosuch`, { headers: { accept: 'application/json' } })
    expect([asked.status, await asked.json()]).toEqual([
      404,
      { error: { code: 'not-found', message: expect.stringMatching(/^There is no GET \/nosuch; /) } },
    ])
    expect(await page('/nosuch', { headers: { accept: 'text/html,*/*' } })).toMatchObject({
      status: 404,
      html: expect.stringContaining('Nothing lives at /nosuch.'),
    })
  })

  it.each(['/learn', '/trials', '/models', '/openapi', '/gallery', '/class'])(
    '%s names what it does not read there, and is shown',
    async (path) => {
      const { status, html } = await page(`${path}?seed=5`)
      expect([status, faultOf(html)]).toEqual([200, THERE_IS_NOT])
      expect(html).toContain('<h1')
      expect(faultOf((await page(path)).html)).toBeUndefined()
    },
  )

  it.each([
    ['/gallery?model=nobody', 'There are no results here of the model “nobody”; these are the first one’s.'],
    [
      '/gallery?model=books-13m&model=b',
      'The address asks for model 2 times, which has one value; leave it out.',
    ],
    ['/models?remove=nothing', 'There is no model “nothing” here that can be removed.'],
    ['/models?remove=books-13m', 'There is no model “books-13m” here that can be removed.'],
    ['/learn?%3Cb%3E', 'The address asks for the field “&lt;b&gt;”, which there is not; leave it out.'],
  ])('%s is answered: %s', async (path, fault) => {
    expect(faultOf((await page(path)).html)).toBe(fault)
  })

  it('of a form states that nothing is read there, and what was typed stays', async () => {
    const form = new URLSearchParams({ prompt: 'What was typed', lane: 'greedy', seed: '7' })
    const { status, html } = await page('/?seed=5&seed=6', { method: 'POST', body: form })
    expect(status).toBe(400)
    expect(html).toContain('It asks for the field “seed” in its address, where a form has none.')
    expect(html).toContain('What was typed')
    const lab = await page('/lab?seed=5', {
      method: 'POST',
      body: new URLSearchParams({ lane: 'top-k:3', do: 'draw' }),
    })
    expect(lab.html).toContain(
      'This asks for the field “seed” in its address, where a form has none. The lab shows the rest.',
    )
  })

  it('is read whole where our own pages lead', async () => {
    const pages = ['/', '/lab', '/learn', '/gallery', '/models', '/trials', '/class', '/openapi']
    const links = new Map<string, string>()
    for (const { html } of await Promise.all(pages.map((path) => page(path)))) {
      for (const [, written] of html.matchAll(/href="(\/[^"#]*\?[^"#]*)/g)) {
        const href = written!.replaceAll('&amp;', '&')
        const { pathname, searchParams } = new URL(href, app.url)
        // One link of each kind.
        links.set(`${pathname} ${[...new Set(searchParams.keys())].join()}`, href)
      }
    }
    expect(links.size).toBeGreaterThan(5)
    for (const href of links.values()) {
      const { status, html } = await page(href)
      expect([href, status, html.includes('which there is not'), faultOf(html)]).toEqual([
        href,
        200,
        false,
        undefined,
      ])
    }
  })
})
