import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { openLink } from '../../../../src/page/compare/settings/link.ts'
import { addressOf, isTooLong, whyNoLink } from '../../../../src/page/compare/settings/link-length.ts'
import { LIMITS } from '../../../../src/runs/request/limits.ts'
import { type RunningApp, startApp } from '../../../web/running-app.ts'
import { offer } from '../render.tsx'

let app: RunningApp
beforeAll(async () => {
  app = await startApp()
})
afterAll(() => app.close())

const linkOf = (length: number) => {
  const start = `${app.url}/?prompt=`
  return start + 'x'.repeat(length - start.length)
}
/** What browsers send besides. */
const headers = {
  accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8',
  'user-agent': `Mozilla/5.0 ${'x'.repeat(200)}`,
  cookie: `nucleus=${'x'.repeat(1000)}`,
}

describe('a link', () => {
  it('of the length that is copied opens', async () => {
    const link = linkOf(LIMITS.link)
    expect(isTooLong(link)).toBe(false)
    expect((await fetch(link, { headers })).status).toBe(200)
  })

  it('that the server refuses is too long to copy', async () => {
    const link = linkOf(20_000)
    expect((await fetch(link, { headers })).status).toBe(431)
    expect(isTooLong(link)).toBe(true)
  })

  it('that is too long, or leaves a human text out, reports it and what to do', () => {
    const settingsOf = (query: string) => openLink(new URLSearchParams(query), offer).settings
    const settings = settingsOf('prompt=a&human=b')
    expect(whyNoLink(linkOf(LIMITS.link), settings)).toBeUndefined()
    expect(whyNoLink(linkOf(LIMITS.link + 1), settings)?.text).toMatch(
      /^A link opens up to 12,000 characters, and this one has 12,001\. Nothing was copied; a file holds/,
    )
    const human = 'x'.repeat(2000)
    expect(whyNoLink(linkOf(100), { human })?.text).toMatch(
      /^A link holds a human text of up to 1,500 characters, and this one has 2,000\. Nothing was copied/,
    )
  })

  it('that could not be opened never is the address of the page', () => {
    vi.stubGlobal('location', { origin: app.url })
    const params = (length: number) => new URLSearchParams({ prompt: 'x'.repeat(length) })
    expect(addressOf(params(1000))).toBe(`/?${params(1000)}`)
    expect(addressOf(params(LIMITS.link))).toBe('/')
    // What counts is how the address is written.
    expect(addressOf(new URLSearchParams({ prompt: '€'.repeat(2000) }))).toBe('/')
    vi.unstubAllGlobals()
  })
})
