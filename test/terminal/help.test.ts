import { describe, expect, it } from 'vitest'
import { COUPLINGS } from '../../src/sampling/coupling.ts'
import { requestFrom } from '../../src/terminal/run-options.ts'
import { call } from './call.ts'

/** What a flag's line of a command's help names as the default. */
async function defaultOf(command: string, flag: string): Promise<string | undefined> {
  const { out } = await call(command, '--help')
  const line = out.split('\n').find((one) => one.trim().startsWith(`--${flag} `))
  return /default ([^;]+?)(;|, which|$)/.exec(line ?? '')?.[1]
}

describe('the defaults that help names', () => {
  it('are those that a run has', async () => {
    const { lanes, maxTokens, samples, coupling } = requestFrom({}, 'Once')
    expect((await defaultOf('run', 'lane'))!.split(', ')).toEqual(lanes.map(({ lane }) => lane))
    expect(await defaultOf('run', 'max-tokens')).toBe(String(maxTokens))
    expect(await defaultOf('run', 'samples')).toBe(String(samples))
    expect(coupling).toBeUndefined()
    expect((await call('run', '--help')).out).toContain(`${COUPLINGS[0]} (the default)`)
  })

  it('are those of lab and score', async () => {
    const lab = JSON.parse((await call('lab', '--json', '--seed', '1')).out)
    expect(await defaultOf('lab', 'lane')).toBe(lab.lanes[0].lane)
    expect(lab.tokens[0]).toBe('cat')
    const score = JSON.parse((await call('score', '--json', 'LICENSE')).out)
    expect(await defaultOf('score', 'lane')).toBe(score.lane)
  })
})
