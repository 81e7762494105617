import { describe, expect, it } from 'vitest'
import { STORY_COOKIE } from '../../../src/page/compare/story/cookie.ts'
import { useApp } from '../running-app.ts'

const app = useApp()

const pageAt = async (path: string): Promise<string> =>
  (await fetch(`${app.url}${path}`, { headers: { cookie: `${STORY_COOKIE}=ended` } })).text()

const tagOf = (page: string, id: string): string => new RegExp(`<[a-z]+[^>]* id="${id}"[^>]*>`).exec(page)![0]

describe('what is painted first stays in its place', () => {
  it('has its fonts fetched with its style sheet, which would set its words anew', async () => {
    const page = await pageAt('/learn')
    const fonts = [...page.matchAll(/<link rel="preload" as="font" [^>]*href="([^"]+)">/g)].map(
      ([, href]) => href!,
    )
    expect(fonts.length).toBe(2)
    const sheet = await (
      await fetch(app.url + /<link rel="stylesheet" href="([^"]+)">/.exec(page)![1])
    ).text()
    for (const font of fonts) {
      expect(sheet).toContain(font)
      expect((await fetch(app.url + font)).headers.get('content-type')).toBe('font/woff2')
    }
  })

  it('has no examples that would go at once, and the key of the run that begins', async () => {
    const [idle, link] = [await pageAt('/'), await pageAt('/?prompt=Once&lane=greedy')]
    expect(tagOf(idle, 'examples')).not.toContain('ui-no-js')
    expect(tagOf(link, 'examples')).toContain('ui-no-js')
    expect(tagOf(idle, 'reading')).toContain('hidden')
    expect(tagOf(link, 'reading')).not.toContain('hidden')
  })
})
