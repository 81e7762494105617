import { describe, expect, it } from 'vitest'
import { openLibrary } from '../../../src/composition.ts'
import { startDownload } from '../../../src/web/http/start-download.ts'

/** The library as shipped, which writes down what it was asked to install instead of doing it. */
function libraryHere() {
  const asked: unknown[] = []
  const library = { ...openLibrary(), install: async (...request: unknown[]) => void asked.push(request) }
  return { library, asked }
}

describe('a download over HTTP of a model with terms', () => {
  it('is refused until they are accepted, in JSON or in a form', () => {
    const { library, asked } = libraryHere()
    for (const wishes of [{}, { accept: false }]) {
      expect(() => startDownload(library, 'gemma-3-270m', wishes)).toThrow(
        /^Gemma 3 270M comes under the Gemma Terms of Use \(https:\/\/ai\.google\.dev\/gemma\/terms\), which have to be accepted first/,
      )
    }
    expect(asked).toEqual([])
    for (const accept of [true, 'on']) startDownload(library, 'gemma-3-270m', { accept })
    expect(asked).toEqual(Array(2).fill(['gemma-3-270m', { acceptsTerms: true }]))
    expect(() => startDownload(library, 'gemma-3-270m', { accept: 'yes' })).toThrow(
      'accept must be true or false',
    )
  })

  it('asks nothing of a model without terms', () => {
    expect(startDownload(libraryHere().library, 'pythia-70m', {})).toBe('pythia-70m')
  })
})
