import { expect, it } from 'vitest'
import type { GrownBranch } from '../../src/runs/run/branch-notation.ts'
import type { RunResult } from '../../src/runs/run/events.ts'
import { runReport } from '../../src/terminal/run-report.ts'

const result = {
  model: 'books',
  seed: 1,
  prompt: 'Where is it?',
  lanes: [{ lane: 'greedy', samples: [{ text: ' Here.', stop: 'end', tokens: [1], steps: [] }] }],
} as unknown as RunResult

it('names what a person put into a text', () => {
  const grown = {
    lane: 0,
    sample: 0,
    step: 0,
    result: { steps: [{ text: ' Here' }] },
  } as unknown as GrownBranch
  expect(runReport(result, [{ ...grown, text: ' He' }])).toMatch(/Here\.\n" He" was typed at token 1\.$/)
  expect(runReport(result, [{ ...grown, token: 4 }])).toMatch(/\n" Here" was chosen at token 1\.$/)
  expect(runReport(result, [{ ...grown, text: ' He', sample: 1 }])).not.toContain('typed')
})

it('goes on from a prompt, and parts an answer from its question', () => {
  expect(runReport(result)).toContain('greedy  (end, 1 token)\nWhere is it? Here.')
  const asked = runReport({ ...result, given: [{ token: 1, text: '<user>' }] })
  expect(asked).toContain('given: <user>')
  expect(asked).toContain('Where is it?\n\n Here.')
})
