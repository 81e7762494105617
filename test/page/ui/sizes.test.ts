import { describe, expect, it } from 'vitest'
import { leftText, partText } from '../../../src/page/ui/sizes.ts'

describe('sizes and times in words', () => {
  it('carry their unit', () => {
    expect([partText(73e6, 170e6), partText(0.5e9, 2e9), partText(1.2e6, 1.8e6)]).toEqual([
      '73 of 170 MB',
      '0.50 of 2.00 GB',
      '1.2 of 1.8 MB',
    ])
    expect([
      leftText(1e6, undefined),
      leftText(1e6, 1e6),
      leftText(40e6, 1e6),
      leftText(97e6, 1e6),
      leftText(3e10, 1e6),
    ]).toEqual(['', 'a few seconds left', 'about 40 s left', 'about 2 min left', 'about 8 h left'])
  })
})
