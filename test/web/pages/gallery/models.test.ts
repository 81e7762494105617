import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openLibrary } from '../../../../src/composition.ts'
import { shippedResults } from '../../../../src/experiments/harness/shipped.ts'
import type { Results } from '../../../../src/experiments/report/findings.ts'
import { galleryProps } from '../../../../src/web/pages/gallery/gallery.ts'
import { onlyCarriedBy } from '../../../../src/web/pages/gallery/models.ts'
import { type RunningApp, startApp } from '../../running-app.ts'

describe('the gallery’s models', () => {
  let app: RunningApp
  beforeAll(async () => {
    app = await startApp(openLibrary())
  })
  afterAll(async () => app?.close())

  const read = async (path: string) => {
    const response = await fetch(app.url + path)
    return { status: response.status, text: await response.text() }
  }

  it('are a link each, the one that is shown marked', async () => {
    const { text } = await read('/gallery')
    expect(text).toMatch(/href="\/gallery" aria-current="page">Books-13M</)
    expect(text).toContain('href="/gallery?model=smollm2-135m-instruct"')
  })

  it('have cards, files and commands of their own', async () => {
    const { text } = await read('/gallery?model=smollm2-135m-instruct')
    expect(text).toMatch(/model=smollm2-135m-instruct" aria-current="page"/)
    expect(text).toContain('href="/results/smollm2-135m-instruct/table-1.csv"')
    expect(text).toContain('reproduce table-1 --model smollm2-135m-instruct')
    expect(text).toContain('This claim cannot be measured on this model')
    // Beam search found the empty text likeliest.
    expect(text).toContain('Empty: the text ended at once.')
    expect(text).toContain('Holds here, but not on Books-13M')
    const { status, text: csv } = await read('/results/smollm2-135m-instruct/table-1.csv')
    expect([status, csv.slice(0, 8)]).toEqual([200, 'strategy'])
    for (const path of [
      '/results/smollm2-135m-instruct/x.csv',
      '/results/nobody/table-1.csv',
      '/results/..%2f/manifest.json',
    ])
      expect((await read(path)).status).toBe(404)
  })

  it('are read in pieces, between which others have their turns', async () => {
    let turns = 0
    let isOver = false
    const turn = () => {
      turns++
      if (!isOver) setImmediate(turn)
    }
    setImmediate(turn)
    const { cards } = await galleryProps({ library: openLibrary(), results: shippedResults })
    isOver = true
    expect(turns).toBeGreaterThan(cards.length / 2)
  })

  it('that nobody measured are the default one', async () => {
    const { text } = await read('/gallery?model=nobody')
    expect(text).toMatch(/href="\/gallery" aria-current="page"/)
    expect(text).toContain('There are no results here of the model “nobody”')
    for (const path of ['/gallery', '/gallery?model=smollm2-135m-instruct'])
      expect((await read(path)).text).not.toContain('role="alert"')
  })

  it('part where one carries over what the other does not', () => {
    const results = (id: string, held: Record<string, boolean>) =>
      [
        {
          experiment: { id },
          result: {
            comparisons: Object.entries(held).map(([statement, carriedOver]) => ({
              statement,
              carriedOver,
              why: '',
            })),
          },
        },
      ] as unknown as Results
    const small = results('loops', { a: true, b: false, c: false })
    const large = results('loops', { a: true, b: true, d: true })
    expect(onlyCarriedBy(large, small)).toEqual(['b'])
    expect(onlyCarriedBy(small, large)).toEqual([])
    expect(onlyCarriedBy(results('sweeps', { b: true }), small)).toEqual([])
  })
})
