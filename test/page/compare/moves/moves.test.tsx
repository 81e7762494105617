import { describe, expect, it } from 'vitest'
import type { LaneView } from '../../../../src/page/compare/lane/view.ts'
import { Moves } from '../../../../src/page/compare/moves/moves.tsx'
import type { MovesRecord } from '../../../../src/runs/run/events.ts'
import { movesSentence } from '../../../../src/runs/run/moves-sentence.ts'
import { recordSearch } from '../../../../src/runs/run/record-search.ts'
import { fakeModel } from '../../../fakes/fake-model.ts'
import { runLane } from '../../../fakes/lane.ts'
import { pageOf, renderOnPage } from '../render.tsx'

/** A real search with its record, as the page gets it. */
async function searched() {
  const model = fakeModel()
  const { search } = await runLane(model, 'power:alpha=2,moves=4,block=4', { maxTokens: 8, seed: 2 })
  return recordSearch(model, search) as MovesRecord
}

const html = (search: unknown, isLive = false) => {
  const [view] = pageOf('lane=power').views.value
  return renderOnPage(
    <Moves view={{ ...view!, isLive, sample: { steps: [], received: 0, search } } as LaneView} />,
  )
}

describe('the ends that power sampling tried', () => {
  it('are listed in words, with the one that went struck', async () => {
    const search = await searched()
    const model = fakeModel()
    const shown = html(search)
    const accepted = search.moves.filter(({ isAccepted }) => isAccepted).length
    expect(accepted).toBeGreaterThan(0)
    expect(accepted).toBeLessThan(search.moves.length)
    expect(shown).toContain(`${accepted} of ${search.moves.length} new ends accepted.`)
    expect(movesSentence(search)).toBe(`${accepted} of ${search.moves.length} new ends accepted.`)
    expect(shown.match(/<del>/g)).toHaveLength(search.moves.length)
    for (const { isAccepted, before, after } of search.moves) {
      const gone = (isAccepted ? before : after)
        .map((token) => (token === 0 ? '' : model.nameOf(token)))
        .join('')
      expect(shown).toContain(`<del>${gone}</del>`)
    }
  })

  it('are not shown while the text is written, nor of another search', async () => {
    expect(html(await searched(), true)).toBe('')
    expect(html(undefined)).toBe('')
    expect(html({ kind: 'beam', steps: [] })).toBe('')
    expect(movesSentence({ kind: 'beam' })).toBeUndefined()
  })
})
