import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Candidates, columnsOf, sumOf } from '../../../../src/page/compare/inspector/candidates.tsx'
import { DrawFell } from '../../../../src/page/compare/inspector/draw-fell.tsx'
import { signs, Visible } from '../../../../src/page/compare/lane/blanks.tsx'
import { inspect } from '../../../../src/runs/inspect/inspect.ts'
import { parseInspectRequest } from '../../../../src/runs/inspect/request.ts'
import { fakeModel } from '../../../fakes/fake-model.ts'
import { runOf, sampleOf } from '../finished-run.ts'
import { pageOf, renderOnPage } from '../render.tsx'

const CHAINS = [
  'sample',
  'nucleus:0.7',
  'temperature:1.7+top-k:9+nucleus:0.5',
  'nucleus:1+min-p:0.3',
  'typical:0.4',
  'no-repeat-ngram:1+temperature:0.4',
  'mirostat:tau=2',
  'xtc:threshold=0.01,probability=1+greedy',
  'beam:2',
]

describe('the inspector’s table', () => {
  it('adds up to 1 in every column, whatever the distribution, the chain and the rows shown', async () => {
    const logit = fc.double({ min: -40, max: 12, noNaN: true })
    await fc.assert(
      fc.asyncProperty(
        fc.array(logit, { minLength: 24, maxLength: 120 }),
        fc.constantFrom(...CHAINS),
        fc.integer({ min: 1, max: 30 }),
        fc.integer({ min: 0, max: 1e6 }),
        async (logits, lane, rows, seed) => {
          const model = fakeModel({ vocabularySize: logits.length, endOfText: [], logits: () => logits })
          const request = { prompt: 'b', lane, seed, tokens: [3, 5], rows }
          const inspection = await inspect(model, parseInspectRequest(request))
          const columns = columnsOf(inspection)
          for (const column of columns) expect(Math.abs(sumOf(inspection, column) - 1)).toBeLessThan(1e-9)
          const html = renderOnPage(<Candidates inspection={inspection} canContinue showMore={() => {}} />)
          expect(html.match(/<td class="ui-number">1\.000<\/td>/g)!.length).toBeGreaterThanOrEqual(
            columns.length,
          )
          expect(html).not.toContain('NaN')
          expect(html).not.toContain('undefined')
          if (inspection.landing) {
            const mark = { letter: 'A', className: 'a', name: lane }
            expect(
              renderOnPage(<DrawFell position={inspection.landing} own={mark} others={[]} text="x" />),
            ).not.toContain('NaN')
          }
        },
      ),
      { numRuns: 150 },
    )
  })

  it('has no column for a step that is off, and names it', async () => {
    const model = fakeModel({ vocabularySize: 30, endOfText: [] })
    const request = { prompt: 'b', lane: 'temperature:1+nucleus:0.6', seed: 1, tokens: [3] }
    const inspection = await inspect(model, parseInspectRequest(request))
    expect(columnsOf(inspection).map(({ name }) => name)).toEqual(['model', 'nucleus:0.6'])
    expect(renderOnPage(<Candidates inspection={inspection} canContinue showMore={() => {}} />)).toContain(
      'Off: temperature:1',
    )
  })
})

describe('a candidate’s way on', () => {
  it('is closed with its reason while the run is under way, and open once it has ended', async () => {
    const model = fakeModel({ vocabularySize: 30, endOfText: [] })
    const request = { prompt: 'b', lane: 'nucleus:0.6', seed: 1, tokens: [3] }
    const inspection = await inspect(model, parseInspectRequest(request))
    const page = pageOf()
    page.inspected.value = { key: 0, step: 0 }
    const render = () =>
      renderOnPage(<Candidates inspection={inspection} canContinue showMore={() => {}} />, page)
    const run = runOf(sampleOf(3, 4))
    page.run.value = { ...run, phase: 'streaming' }
    const reason = 'A branch can grow once the run has ended.'
    expect(render()).toContain(`id="branch-why-not">${reason}</p>`)
    expect(render()).toContain(`aria-disabled="true" aria-describedby="branch-why-not" title="${reason}"`)
    page.run.value = run
    expect(render()).toContain('data-do="branch-here"')
    expect(render()).not.toMatch(/aria-disabled="true"|branch-why-not/)
  })
})

describe('blanks', () => {
  it('have a sign each, and bytes that are no character are written out', () => {
    expect(signs('\n\t \r\u00a0')).toBe('↵→·␍⍽')
    expect(renderOnPage(<Visible text={' the'} />)).toBe('<i class="blank-sign" data-signs="·"> </i>the')
    expect(renderOnPage(<Visible text={'a\n\nb'} />)).toBe('a<i class="blank-sign" data-signs="↵↵">  </i>b')
    expect(renderOnPage(<Visible text="" bytes="e2 80" />)).toContain('data-signs="&lt;E2>&lt;80>"')
    expect(renderOnPage(<Visible text={'<b>'} />)).toBe('&lt;b>')
  })
})
