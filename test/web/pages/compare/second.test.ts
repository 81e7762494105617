import { describe, expect, it } from 'vitest'
import { openLibrary } from '../../../../src/composition.ts'
import { shippedResults as results } from '../../../../src/experiments/harness/shipped.ts'
import { LOCAL_SITE } from '../../../../src/web/http/site.ts'
import { compareData } from '../../../../src/web/pages/compare/data.ts'

describe('the second model that newcomers are offered', () => {
  const library = openLibrary()

  it('is stated with its size, its licence and what it needs, before anything is fetched', () => {
    const { second } = compareData({ library, results })
    expect(second).toEqual({
      id: 'smollm2-135m-instruct',
      bytes: 92_871_040,
      licence: 'Apache-2.0',
      converter: { bytes: 28_300_000, unpackedBytes: 113_000_000 },
      mayFetch: true,
    })
  })

  it('is not offered where models are fetched by whoever runs the server', () => {
    const site = { ...LOCAL_SITE, managesModels: false }
    expect(compareData({ library, results, site }).second?.mayFetch).toBe(false)
  })
})
