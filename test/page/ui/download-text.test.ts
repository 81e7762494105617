import { describe, expect, it } from 'vitest'
import { downloadText } from '../../../src/page/ui/download-text.ts'

describe('a download in words', () => {
  it('states its stage and what has arrived while no total is known', () => {
    expect(downloadText({})).toEqual({ word: 'Downloading', detail: 'Starting', share: 0 })
    expect(
      downloadText({ progress: { loaded: 45e6, total: 0, stage: 'installing Python packages' } }),
    ).toEqual({ word: 'Installing Python packages', detail: '45 MB on disk', share: 0 })
  })

  it('states its share and what is left, then that it is checked', () => {
    expect(downloadText({ progress: { loaded: 50e6, total: 100e6 }, rate: 5e6 })).toEqual({
      word: 'Downloading 50%',
      detail: '50 of 100 MB, about 10 s left',
      share: 0.5,
    })
    expect(downloadText({ progress: { loaded: 100, total: 100 } }).word).toBe('Checking')
  })
})
