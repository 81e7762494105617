import { probability } from '../../../../public/js/lab/text.js'
import { lastView, onPreset } from '../lab/why.ts'
import { exercises, order } from './exercises.ts'
import { coverageOf, coveragePlot, figureOf } from './figures.ts'

/** Everything on `/learn` that is a number or a figure, computed by the lab's code. The words are the view's. */
export function learnPage() {
  return {
    demo: figureOf('demo', 'nucleus:0.9'),
    flat: figureOf('never', 'nucleus:0.9', true),
    peaked: figureOf('pizza', 'nucleus:0.9', true),
    calibration: calibration(),
    cool: figureOf('demo', 'temperature:0.5', true),
    warm: figureOf('demo', 'temperature:1.5', true),
    order: order(),
    sizes: sizes(),
    links: links(),
    exercises: exercises(),
  }
}

function calibration() {
  const honest = coverageOf('sample')
  const overconfident = coverageOf('temperature:1.8')
  return {
    plot: coveragePlot([
      { name: 'Words from the model’s own distribution', className: 'd', points: honest },
      { name: 'Words from a flatter one', className: 'c', points: overconfident },
    ]),
    rows: honest.map((one, index) => ({
      p: one.p,
      promised: probability(one.promised),
      honest: probability(one.covered),
      overconfident: probability(overconfident[index]?.covered ?? 0),
    })),
  }
}

/** How many words each p keeps, on four shapes. */
function sizes() {
  const shares = [0.1, 0.5, 0.9, 0.95, 0.99, 1]
  const presets = ['pizza', 'never', 'two-humped', 'heavy-tail']
  const rows = presets.map((preset) => {
    const { title, lanes, words } = onPreset(
      preset,
      shares.map((p) => `nucleus:${p}`),
    )
    const kept = lanes.map((lane) => lastView(lane).kept.toLocaleString('en-US'))
    return { title, size: words.length.toLocaleString('en-US'), kept }
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
