import { describe, expect, it } from 'vitest'
import { PRESETS, presetOf } from '../../../src/page/lab/presets.ts'
import { requestOf } from '../../../src/page/lab/request.ts'
import { stateFrom } from '../../../src/page/lab/state.ts'
import { runLab } from '../../../src/runs/lab/lab.ts'

const state = (query = '') => stateFrom(new URLSearchParams(query))

describe('every preset', () => {
  it.each(PRESETS.map(({ id }) => id))('%s can be run', (id) => {
    const { entries } = presetOf(id)!
    expect(entries.every(({ word }) => word !== '')).toBe(true)
    const { lanes } = runLab(requestOf(state(`preset=${id}&lane=nucleus:0.9`)))
    expect(lanes[0]!.error).toBeUndefined()
    expect(lanes[0]!.mass).toBeGreaterThan(0.899)
  })
})
