import { expect, it } from 'vitest'
import { modelLabel } from '../../../../src/page/compare/settings/model-label.ts'
import { offer } from '../render.tsx'

it('names a model by its title, never by its folder, and names its state', () => {
  const model = { ...offer.models[0]!, id: 'my-folder', title: 'My model', state: 'downloaded' as const }
  expect(modelLabel(model)).toBe('My model, downloaded')
})
