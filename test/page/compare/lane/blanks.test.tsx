import { renderToString } from 'preact-render-to-string'
import { describe, expect, it } from 'vitest'
import { Marked, Visible } from '../../../../src/page/compare/lane/blanks.tsx'

describe('a word', () => {
  it.each([
    ['\u202e', 'U+202E'],
    ['\u200b', 'U+200B'],
    ['\u0007', 'U+0007'],
    ['\ufeff', 'U+FEFF'],
    ['\u{e0041}', 'U+E0041'],
  ])('has a mark for a character that shows nothing, and keeps it: %j', (character, code) => {
    const html = renderToString(<Marked text={`a${character}b`} />)
    expect(html).toBe(`a<i class="blank-sign" data-signs="⟨${code}⟩">${character}</i>b`)
    expect(renderToString(<Visible text={`a${character}b`} />)).toContain(`⟨${code}⟩`)
  })

  it('of visible characters of any script stays as it is', () => {
    for (const text of ['naïve', 'שלום', 'مرحبا', '日本', '👍', 'x²'])
      expect(renderToString(<Marked text={text} />)).toBe(text)
  })
})
