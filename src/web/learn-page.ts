import { probability } from '../../public/js/lab/text.js'
import { runLab } from '../runs/lab.ts'
import { labLink, lastView, onPreset } from './lab-why.ts'
import { coverageOf, coveragePlot, figureOf } from './learn-figures.ts'

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

/** The same two steps in both orders. */
function order() {
  const lanes = ['temperature:2+nucleus:0.9', 'nucleus:0.9+temperature:2'] as const
  const kept = onPreset('demo', lanes).lanes.map((lane) => lastView(lane).kept)
  return { first: kept[0], second: kept[1], link: labLink('demo', lanes) }
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

export interface Exercise {
  readonly question: string
  readonly experiment: string
  readonly link: string
  readonly answer: string
}

function exercises(): Exercise[] {
  return [smallest(), noSingleK(), equality(), orderMatters(), typicalDrops(), penaltySign()]
}

function smallest(): Exercise {
  const cat = onPreset('demo', ['sample']).lanes[0]?.candidates[0]
  return {
    question: 'What is the largest p that leaves one word of the demo?',
    experiment: 'Move the nucleus knob down from 0.9 and watch the crossing word.',
    link: labLink('demo', ['nucleus:0.9']),
    answer: `The first word alone holds ${probability(cat?.raw ?? 0)}. Any p up to that is reached by “${cat?.token}”, so the nucleus is that word: greedy decoding. A hair above, and the second word crosses.`,
  }
}

function noSingleK(): Exercise {
  const [peaked, flat] = ['peaked', 'flat'].map((id) => lastView(onPreset(id, ['nucleus:0.9']).lanes[0]).kept)
  return {
    question: 'Which k keeps what p = 0.9 keeps, on the peaked shape and on the flat one?',
    experiment:
      'Open the peaked shape, match k to the nucleus, then choose the flat shape without touching k.',
    link: labLink('peaked', ['nucleus:0.9', 'top-k:5']),
    answer: `k = ${peaked} on the peaked shape and k = ${flat} on the flat one. No single k does both, and a text is made of both kinds of step.`,
  }
}

function equality(): Exercise {
  const { lanes } = onPreset('equality', ['nucleus:0.9', 'nucleus-one-too-many:0.9'])
  const [right, wrong] = lanes.map(lastView)
  return {
    question: 'If the mass equals p exactly, does the next word come in?',
    experiment: 'Compare the right nucleus with the wrong one beside it on words that sum to exactly 0.9.',
    link: labLink('equality', ['nucleus:0.9', 'nucleus-one-too-many:0.9']),
    answer: `No. The paper asks for the smallest set whose mass is at least p, so ${right?.kept} words are enough. Code that goes on until the sum exceeds p keeps ${wrong?.kept}.`,
  }
}

function orderMatters(): Exercise {
  const { first, second, link } = order()
  return {
    question: 'Does it matter whether temperature stands before nucleus or after it?',
    experiment: 'Both panels hold the same two steps. Compare how many words are left.',
    link,
    answer: `Temperature 2 first leaves ${first} words: the nucleus is taken of the flattened bars. Nucleus first leaves ${second}, and the temperature then only reshapes those.`,
  }
}

function typicalDrops(): Exercise {
  const view = lastView(onPreset('demo', ['typical:0.2']).lanes[0])
  const kept = view.words.filter(({ state }) => state === 'kept').map(({ token }) => `“${token}”`)
  const top = onPreset('demo', ['sample']).lanes[0]?.candidates[0]
  const isDropped = !kept.includes(`“${top?.token}”`)
  return {
    question: 'Can a strategy remove the most likely word?',
    experiment: 'Look at locally typical sampling with p = 0.2: which bar does it take first, and why?',
    link: labLink('demo', ['typical:0.2', 'nucleus:0.2']),
    answer: `It keeps ${kept.join(', ')}: the word whose surprisal is nearest to the entropy.${isDropped ? ` “${top?.token}” is less surprising than expected, so it goes.` : ''} Every cut by rank keeps the most likely word.`,
  }
}

function penaltySign(): Exercise {
  const history = { cat: [0], hamster: [5] }
  const after = (ids: readonly number[]) => {
    const [lane] = runLab({ lanes: ['repetition-penalty:2'], history: ids, seed: 0 }).lanes
    return lane?.candidates.find(({ id }) => id === ids[0])
  }
  const [cat, hamster] = [after(history.cat), after(history.hamster)]
  const change = (one: typeof cat) => `${probability(one?.raw ?? 0)} to ${probability(one?.probability ?? 0)}`
  return {
    question: 'Does a repetition penalty treat every word that was seen alike?',
    experiment:
      'The history names “cat”, whose logit is positive. Write “hamster” there, whose logit is negative.',
    link: `/lab?${new URLSearchParams([
      ['lane', 'repetition-penalty:2'],
      ['history', 'cat'],
    ])}`,
    answer: `No. With penalty 2, “cat” goes from ${change(cat)} because its logit is halved; “hamster” goes from ${change(hamster)} because its logit is doubled. How strong it is depends on where the logits’ zero lies, and adding a constant to all logits, which changes no probability, changes the result.`,
  }
}
