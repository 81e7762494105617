import { describe, expect, it } from 'vitest'
import { inspect } from '../../../src/runs/inspect/inspect.ts'
import { parseInspectRequest } from '../../../src/runs/inspect/request.ts'
import { fakeModel } from '../../fakes/fake-model.ts'
import { runToEnd } from '../../with-model/model.ts'

const LANE = 'top-k:6+ban-phrases:phrases=b|d,match=anywhere'

describe('a step at which something was taken back', () => {
  it('has what its lane left there: banned tokens are out, to the bit as the run recorded it', async () => {
    const model = fakeModel({ endOfText: [] })
    const start = { prompt: 'abc', seed: 4 }
    const { lanes } = await runToEnd(model, { ...start, lanes: [LANE], maxTokens: 20 })
    const { tokens, steps } = lanes[0]!.samples[0]!
    const places = steps.flatMap(({ rewound }, place) => (rewound ? place : []))
    expect(places.length).toBeGreaterThan(1)
    for (const place of places) {
      const { rewound = [], kept, keptMass, token } = steps[place]!
      const banned = rewound.map((tail) => tail.tokens[0]!)
      const asked = { ...start, lane: LANE, tokens: tokens.slice(0, place + 1), banned, rows: 20 }
      const { trace, stages, rows } = await inspect(model, parseInspectRequest(asked))
      expect(trace).toMatchObject({ token, kept, keptMass })
      expect(stages[0]).toMatchObject({ step: 'ban-phrases', kept: 8 - banned.length })
      for (const row of rows) {
        if (row.kind === 'token') expect(row.removedBy === 0).toBe(banned.includes(row.id))
      }
    }
  })
})
