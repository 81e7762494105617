import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { isTooLong } from '../../../../src/page/compare/settings/link-length.ts'
import { LIMITS } from '../../../../src/runs/request/limits.ts'
import { type RunningApp, startApp } from '../../../web/running-app.ts'

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
})
