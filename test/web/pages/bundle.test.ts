import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { bundlePages } from '../../../src/web/pages/bundle.ts'

const pages = join(import.meta.dirname, 'fixture-pages')

describe('the bundle of the pages', () => {
  it('gives every page its script and the chunks it shares, under names that hold their content', async () => {
    const { scriptsOf, files } = await bundlePages(pages)
    const [one, ...shared] = scriptsOf('one')
    const [two, ...sharedToo] = scriptsOf('two')
    expect(one).toMatch(/^\/assets\/one-\w+\.js$/)
    expect(two).toMatch(/^\/assets\/two-\w+\.js$/)
    expect(shared.length).toBeGreaterThan(0)
    expect(sharedToo).toEqual(shared)
    for (const address of [one, two, ...shared]) {
      expect(files.has(address!)).toBe(true)
      expect(files.has(`${address}.map`)).toBe(true)
    }
    expect((await bundlePages(pages)).scriptsOf('one')).toEqual([one, ...shared])
  })

  it('names a page that has no source', async () => {
    const { scriptsOf } = await bundlePages(pages)
    expect(() => scriptsOf('three')).toThrow('three')
  })
})
