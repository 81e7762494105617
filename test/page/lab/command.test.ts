import { execFileSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { openLibrary } from '../../../src/composition.ts'
import { commandOf } from '../../../src/page/lab/command.ts'
import { requestOf } from '../../../src/page/lab/request.ts'
import { stateFrom } from '../../../src/page/lab/state.ts'
import { runLab } from '../../../src/runs/lab/lab.ts'
import { runProgram } from '../../../src/terminal/program.ts'

const state = (query = '') => stateFrom(new URLSearchParams(query))

describe('the command', () => {
  it('prints in a terminal what the page draws', async () => {
    const asked = state("word=don't&value=-1&word=b+c&value=0.5&lane=top-k:1&history=don't&draws=3&seed=5")
    const command = commandOf(asked)
    // The shell itself prints the words it reads.
    const start = 'npm run --silent cli -- '
    expect(command.startsWith(start)).toBe(true)
    const words = execFileSync('sh', ['-c', `printf '%s\\n' ${command.slice(start.length)}`], {
      encoding: 'utf8',
    })
    const printed: string[] = []
    const status = await runProgram(words.trim().split('\n'), {
      print: (text) => void printed.push(text),
      note: () => {},
      signal: new AbortController().signal,
      openLibrary: async () => openLibrary(),
      serve: async () => {},
    })
    expect(status).toBe(0)
    const { tokens, lanes } = JSON.parse(printed.join(''))
    const drawn = runLab(requestOf(asked))
    expect(tokens).toEqual(["don't", 'b c'])
    expect(lanes[0].draws).toEqual(drawn.lanes[0]!.draws)
    expect(lanes[0].mass).toBeCloseTo(drawn.lanes[0]!.mass, 12)
  })
})
