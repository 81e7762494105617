import { expect, it } from 'vitest'
import { labelsThatFit } from '../../../../src/page/compare/chart/figure.ts'

it('names every line where lanes part: what has no room of its own joins the label before it', () => {
  const labels = [
    { step: 0, label: 'A differs' },
    { step: 1, label: 'B and C differ' },
    { step: 30, label: 'D differs' },
  ]
  expect(labelsThatFit(labels, 40)).toEqual([
    { step: 0, label: 'A differs, B and C differ' },
    { step: 30, label: 'D differs' },
  ])
})
