import { expect, it } from 'vitest'
import { labelsThatFit } from '../../../../src/page/compare/chart/figure.ts'

it('names every line where lanes part: what has no room of its own joins the label before it', () => {
  const labels = [
    { step: 0, label: 'A parts' },
    { step: 1, label: 'B and C part' },
    { step: 30, label: 'D parts' },
  ]
  expect(labelsThatFit(labels, 40)).toEqual([
    { step: 0, label: 'A parts, B and C part' },
    { step: 30, label: 'D parts' },
  ])
})
