import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { bundlePages } from '../../../src/web/pages/bundle.ts'

const pages = join(import.meta.dirname, 'fixture-pages')

describe('the bundle of the pages', () => {
  it('gives every page its script, under a name that holds its content', async () => {
    const { scriptsOf, files } = await bundlePages(pages)
    const [one, ...more] = scriptsOf('one')
    expect(one).toMatch(/^\/assets\/one-\w+\.js$/)
    expect(more).toEqual([])
    expect([files.has(one!), files.has(`${one}.map`)]).toEqual([true, true])
    expect((await bundlePages(pages)).scriptsOf('one')).toEqual([one])
  })

  it('names what a page shares with its later parts, which are not loaded with it', async () => {
    const { scriptsOf, files } = await bundlePages(pages)
    const [two, ...shared] = scriptsOf('two')
    expect(two).toMatch(/^\/assets\/two-\w+\.js$/)
    expect(shared).toHaveLength(1)
    expect(files.has(shared[0]!)).toBe(true)
    const later = [...files.keys()].filter((path) => /\/shared-\w+\.js$/.test(path) && path !== shared[0])
    expect(later).toHaveLength(1)
  })

  it('names a page that has no source', async () => {
    const { scriptsOf } = await bundlePages(pages)
    expect(() => scriptsOf('three')).toThrow('three')
  })
})
