import { expect, it } from 'vitest'
import type { ModelListing } from '../../../src/models/model-listing.ts'
import { readyModels } from '../../../src/web/http/ready-models.ts'

it('are those on this computer, one that failed to open too', () => {
  const states = ['loaded', 'loading', 'built-in', 'downloaded', 'available', 'queued', 'unreachable', 'busy']
  const models = [
    ...states.map((state) => ({ id: state, state, diskBytes: 0 })),
    { id: 'failed to open', state: 'failed', diskBytes: 1 },
    { id: 'failed to arrive', state: 'failed', diskBytes: 0 },
  ] as unknown as ModelListing[]
  const ready = readyModels({ list: () => models }).map(({ id }) => id)
  expect(ready).toEqual(['loaded', 'loading', 'built-in', 'downloaded', 'failed to open'])
})
