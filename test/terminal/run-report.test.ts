import { expect, it } from 'vitest'
import type { RunResult } from '../../src/runs/run/events.ts'
import { runReport } from '../../src/terminal/run-report.ts'

const result = {
  model: 'books',
  seed: 1,
  prompt: 'Where is it?',
  lanes: [{ lane: 'greedy', samples: [{ text: ' Here.', stop: 'end', tokens: [1], steps: [] }] }],
} as unknown as RunResult

it('goes on from a prompt, and parts an answer from its question', () => {
  expect(runReport(result)).toContain('greedy  (end, 1 token)\nWhere is it? Here.')
  const asked = runReport({ ...result, given: [{ token: 1, text: '<user>' }] })
  expect(asked).toContain('given: <user>')
  expect(asked).toContain('Where is it?\n\n Here.')
})
