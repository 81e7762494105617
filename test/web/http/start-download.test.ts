import { describe, expect, it } from 'vitest'
import type { ModelLibrary } from '../../../src/models/library.ts'
import { startDownload } from '../../../src/web/http/start-download.ts'

/** A library with one model that has terms; it writes down how it was asked to install. */
function libraryWith(diskBytes: number) {
  const asked: unknown[] = []
  const terms = { title: 'Some Terms', url: 'https://example.org/terms' }
  const library = {
    find: (id: string) => ({ id, title: 'Some Model', terms }),
    list: () => [{ id: 'some-model', diskBytes }],
    install: async (...request: unknown[]) => void asked.push(request),
  } as unknown as ModelLibrary<unknown>
  return { library, asked }
}

describe('a download over HTTP of a model with terms', () => {
  it('is refused until they are accepted, in JSON or in a form', () => {
    const { library, asked } = libraryWith(0)
    for (const wishes of [{}, { accept: false }]) {
      expect(() => startDownload(library, 'some-model', wishes)).toThrow(
        /^Some Model comes under the Some Terms \(https:\/\/example\.org\/terms\), which have to be accepted first/,
      )
    }
    expect(asked).toEqual([])
    for (const accept of [true, 'on']) startDownload(library, 'some-model', { accept })
    expect(asked).toEqual(Array(2).fill(['some-model', { acceptsTerms: true }]))
    expect(() => startDownload(library, 'some-model', { accept: 'yes' })).toThrow(
      'Accept must be true or false',
    )
  })

  it('asks nothing of a model that is here', () => {
    expect(startDownload(libraryWith(5).library, 'some-model', {})).toBe('some-model')
  })
})
