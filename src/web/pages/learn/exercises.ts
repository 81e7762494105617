import type { Exercise } from '../../../page/learn/props.ts'
import { exactProbability as probability } from '../../../page/ui/numbers.ts'
import { runLab } from '../../../runs/lab/lab.ts'
import { labLink, lastView, onPreset } from '../lab/on-preset.ts'

/** The same two steps in both orders. */
export function order() {
  const lanes = ['temperature:2+nucleus:0.9', 'nucleus:0.9+temperature:2'] as const
  const [first = 0, second = 0] = onPreset('demo', lanes).lanes.map((lane) => lastView(lane).kept)
  return { first, second, link: labLink('demo', lanes) }
}

/** A question, an experiment that answers it, and the answer, with its numbers computed here. */
export function exercises(): Exercise[] {
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
    question: 'Does it matter whether temperature comes before nucleus or after it?',
    experiment: 'Both lanes hold the same two steps. Compare how many words are left.',
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
