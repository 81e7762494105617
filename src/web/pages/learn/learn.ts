import type { LearnProps } from '../../../page/learn/props.ts'
import { inTurn } from '../../http/turns.ts'
import { lastView, onPreset } from '../lab/on-preset.ts'
import { exercises, order } from './exercises.ts'
import { coverageOf, shownChain } from './figures.ts'

/**
 * Everything on `/learn` that is a number or a figure, computed by the lab's code. The words are the page's.
 */
export async function learnProps(): Promise<LearnProps> {
  return {
    demo: await inTurn(() => shownChain('demo', 'nucleus:0.9')),
    flat: await inTurn(() => shownChain('never', 'nucleus:0.9')),
    peaked: await inTurn(() => shownChain('pizza', 'nucleus:0.9')),
    cool: await inTurn(() => shownChain('demo', 'temperature:0.5')),
    warm: await inTurn(() => shownChain('demo', 'temperature:1.5')),
    calibrated: await inTurn(() => coverageOf('sample')),
    tooSure: await inTurn(() => coverageOf('temperature:1.8')),
    order: await inTurn(order),
    sizes: await inTurn(sizes),
    links: links(),
    exercises: await inTurn(exercises),
  }
}

/** How many words each p keeps, on four shapes. */
function sizes(): LearnProps['sizes'] {
  const shares = [0.1, 0.5, 0.9, 0.95, 0.99, 1]
  const presets = ['pizza', 'never', 'two-humped', 'heavy-tail']
  const rows = presets.map((preset) => {
    const { title, lanes, words } = onPreset(
      preset,
      shares.map((p) => `nucleus:${p}`),
    )
    return { title, size: words.length, kept: lanes.map((lane) => lastView(lane).kept) }
  })
  return { shares, rows }
}

/** Runs of the real model that go with the sections. */
function links() {
  const run = (prompt: string, lanes: readonly string[]) =>
    `/?${new URLSearchParams([['prompt', prompt], ...lanes.map((lane): [string, string] => ['lane', lane])])}`
  return {
    topP: run("She said, 'I never", ['top-k:5', 'nucleus:0.9']),
    calibration: run('I ate the pizza while it was still', ['sample', 'nucleus:0.9']),
    temperature: run("She said, 'I never", ['temperature:0.7', 'temperature:0.7+nucleus:0.9', 'nucleus:0.9']),
    practicality: run("She said, 'I never", ['nucleus:0.5', 'nucleus:0.9', 'nucleus:0.95', 'sample']),
  }
}
