import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'
import { projectRoot } from '../../src/project.ts'
import { cases } from '../helpers/thorough.ts'

const STEPS = cases(600, 2000)

it(`holds its memory: ${STEPS} steps leave RSS within 5% of what it was after 200`, {
  timeout: 120_000,
}, async () => {
  const child = join(import.meta.dirname, 'memory-child.ts')
  const { stdout } = await promisify(execFile)(
    'node',
    ['--expose-gc', '--import', 'tsx', child, String(STEPS)],
    {
      cwd: projectRoot,
    },
  )
  const [early, late] = stdout.trim().split('\n').map(Number) as [number, number]
  expect(late / early).toBeLessThan(1.05)
})
