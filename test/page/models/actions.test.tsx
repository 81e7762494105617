import { renderToString } from 'preact-render-to-string'
import { describe, expect, it } from 'vitest'
import type { ModelListing } from '../../../src/models/model-listing.ts'
import { ModelsPage } from '../../../src/page/models/page.tsx'

const gpt2: ModelListing = {
  id: 'gpt2',
  title: 'GPT-2',
  summary: 'Web text',
  contextLength: 1024,
  dtype: 'q8',
  weights: '8-bit integers',
  licence: 'MIT',
  source: { kind: 'hub', repository: 'onnx-community/gpt2' },
  architecture: 'gpt2',
  vocabularySize: 50_257,
  lanesIndependent: true,
  hiddenStates: false,
  files: [],
  cacheBytes: 128e6,
  state: 'downloaded',
  diskBytes: 128e6,
  keptBytes: 0,
  isRemovable: true,
  isLinked: false,
  offers: [
    { dtype: 'q8', bytes: 128e6 },
    { dtype: 'fp32', bytes: 501e6 },
  ],
}
const usage = { diskBytes: 0, memoryBytes: 0, memoryLimit: 1e9, processBytes: 0 }
const page = (...models: ModelListing[]) =>
  renderToString(<ModelsPage models={models} usage={usage} defaultId="" isManaged asked="" now={0} />)

describe('a model that is here', () => {
  it('offers its other dtypes, with their sizes', () => {
    const html = page(gpt2)
    expect(html).toContain('<summary>Other dtypes</summary>')
    expect(html).toMatch(/<option [^>]*value="fp32"[^>]*>fp32, 501 MB<\/option>/)
    expect(html).not.toContain('value="q8"')
    expect(html).toContain('action="/models/gpt2/download"')
  })

  it('states what is to fetch and what lies on the disk, as what it is', () => {
    expect(page(gpt2)).toContain('<b>Ready</b>128 MB on disk, 8-bit integers')
    const available = page({ ...gpt2, state: 'available', diskBytes: 0 })
    expect(available).toContain('<b>Available</b>128 MB to fetch, 8-bit integers')
  })

  it('offers none that has a row of its own', () => {
    const other: ModelListing = { ...gpt2, id: 'gpt2@fp32', dtype: 'fp32', offers: [] }
    expect(page(gpt2, other)).not.toContain('Other dtypes')
  })
})

describe('a model that another process fetches', () => {
  it('reports it with what has arrived, and offers nothing to do from here', () => {
    const html = page({
      ...gpt2,
      ...{ state: 'busy', holder: 4711, isRemovable: false, diskBytes: 0, keptBytes: 12e6 },
    })
    expect(html).toContain(
      '<b>Downloading</b>Another process of this computer (4711) fetches it. 12 MB of it are here already.',
    )
    expect(html).toContain('<div class="models-actions"></div>')
  })
})

describe('a model with terms', () => {
  it('is fetched by a form that cannot be sent before they are accepted', () => {
    const terms = { title: 'Gemma Terms of Use', url: 'https://ai.google.dev/gemma/terms' }
    const html = page({ ...gpt2, state: 'available', diskBytes: 0, terms })
    expect(html).toContain('I accept the <a href="https://ai.google.dev/gemma/terms">Gemma Terms of Use</a>')
    expect(html).toMatch(/<input type="checkbox" name="accept"[^>]*required/)
    expect(page({ ...gpt2, state: 'available', diskBytes: 0 })).not.toContain('name="accept"')
  })
})
