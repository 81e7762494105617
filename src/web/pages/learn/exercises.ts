import type { Check } from '../../../page/lab/exercise.ts'
import type { Exercise } from '../../../page/learn/props.ts'
import { exactProbability as probability } from '../../../page/ui/numbers.ts'
import { runLab } from '../../../runs/lab/lab.ts'
import { labLink, lastView, onPreset } from '../lab/on-preset.ts'

/** The parameter of a lab's link that names the exercise it is set up for. */
export const EXERCISE = 'exercise'

/** The same two steps in both orders. */
export function order() {
  const lanes = ['temperature:2+nucleus:0.9', 'nucleus:0.9+temperature:2'] as const
  const [first = 0, second = 0] = onPreset('demo', lanes).lanes.map((lane) => lastView(lane).kept)
  return { first, second, link: labLink('demo', lanes) }
}

/** An exercise whose answer can be checked. */
export interface CheckedExercise extends Exercise {
  readonly check: Check
}

/**
 * A question, an experiment that answers it, and the answer, with its numbers computed here. The links set
 * the lab up and name the exercise, which the lab then shows beside its plots.
 */
export function exercises(): CheckedExercise[] {
  const all = [smallest(), noSingleK(), equality(), orderMatters(), typicalDrops(), penaltySign()]
  return all.map((one) => ({ ...one, link: `${one.link}&${EXERCISE}=${one.id}` }))
}

function smallest(): CheckedExercise {
  const cat = onPreset('demo', ['sample']).lanes[0]?.candidates[0]
  const most = cat?.raw ?? 0
  const roundedDown = (digits: number) => Math.floor(10 ** digits * most) / 10 ** digits
  return {
    id: 'largest-p',
    check: { fields: [{ label: 'Largest p', expected: most, least: roundedDown(2) }] },
    question: 'What is the largest p, to two digits or more, that leaves one word of the demo?',
    experiment: 'Move the nucleus knob down from 0.9 and watch the crossing word.',
    link: labLink('demo', ['nucleus:0.9']),
    answer:
      `The first word alone holds ${roundedDown(4)} and a little more. Any p up to that is reached by ` +
      `“${cat?.token}”, so the nucleus is that word: greedy decoding. A hair above, as ` +
      `${(roundedDown(3) + 0.001).toFixed(3)} is, and the second word comes in.`,
  }
}

function noSingleK(): CheckedExercise {
  const [peaked, flat] = ['peaked', 'flat'].map((id) => lastView(onPreset(id, ['nucleus:0.9']).lanes[0]).kept)
  return {
    id: 'no-single-k',
    check: {
      fields: [
        { label: 'k on the peaked shape', expected: peaked ?? 0, least: peaked ?? 0 },
        { label: 'k on the flat shape', expected: flat ?? 0, least: flat ?? 0 },
      ],
    },
    question: 'Which k keeps what p = 0.9 keeps, on the peaked shape and on the flat one?',
    experiment:
      'Open the peaked shape, match k to the nucleus, then choose the flat shape without touching k.',
    link: labLink('peaked', ['nucleus:0.9', 'top-k:5']),
    answer:
      `k = ${peaked} on the peaked shape and k = ${flat} on the flat one. No single k does both, and a ` +
      'text needs both.',
  }
}

function equality(): CheckedExercise {
  const { lanes } = onPreset('equality', ['nucleus:0.9', 'nucleus-one-too-many:0.9'])
  const [right, wrong] = lanes.map(lastView)
  return {
    id: 'equal-mass',
    check: { options: ['Yes', 'No'], right: (right?.kept ?? 0) < (wrong?.kept ?? 0) ? 1 : 0 },
    question: 'If the mass equals p exactly, does the next word come in?',
    experiment: 'Compare the right nucleus with the wrong one beside it on words that sum to exactly 0.9.',
    link: labLink('equality', ['nucleus:0.9', 'nucleus-one-too-many:0.9']),
    answer:
      `No. The paper asks for the smallest set whose mass is at least p, so ${right?.kept} words are ` +
      `enough. Code that goes on until the sum exceeds p keeps ${wrong?.kept}.`,
  }
}

function orderMatters(): CheckedExercise {
  const { first, second, link } = order()
  return {
    id: 'order',
    check: {
      options: [
        'No: both orders leave the same words',
        'Yes: temperature first leaves more words',
        'Yes: temperature first leaves fewer words',
      ],
      right: first === second ? 0 : first > second ? 1 : 2,
    },
    question: 'Does it matter whether temperature comes before nucleus or after it?',
    experiment: 'Both lanes hold the same two steps. Compare how many words are left.',
    link,
    answer:
      `Temperature 2 first leaves ${first} words: the nucleus is taken from the flattened bars. ` +
      `Nucleus first leaves ${second}, and the temperature then only reshapes those.`,
  }
}

function typicalDrops(): CheckedExercise {
  const view = lastView(onPreset('demo', ['typical:0.2']).lanes[0])
  const kept = view.words.filter(({ state }) => state === 'kept').map(({ token }) => `“${token}”`)
  const top = onPreset('demo', ['sample']).lanes[0]?.candidates[0]
  const isDropped = !kept.includes(`“${top?.token}”`)
  const gone = isDropped ? ` “${top?.token}” is less surprising than expected, so it goes.` : ''
  return {
    id: 'likeliest-dropped',
    check: { options: ['Yes', 'No'], right: isDropped ? 0 : 1 },
    question: 'Can a strategy remove the most likely word?',
    experiment: 'Look at locally typical sampling with p = 0.2: which bar does it take first, and why?',
    link: labLink('demo', ['typical:0.2', 'nucleus:0.2']),
    answer:
      `It keeps ${kept.join(', ')}: the word whose surprisal is nearest to the entropy.${gone} Every cut ` +
      'by rank keeps the most likely word.',
  }
}

function penaltySign(): CheckedExercise {
  const history = { cat: [0], hamster: [5] }
  const after = (ids: readonly number[]) => {
    const [lane] = runLab({ lanes: ['repetition-penalty:2'], history: ids, seed: 0 }).lanes
    return lane?.candidates.find(({ id }) => id === ids[0])
  }
  const [cat, hamster] = [after(history.cat), after(history.hamster)]
  const change = (one: typeof cat) => `${probability(one?.raw ?? 0)} to ${probability(one?.probability ?? 0)}`
  return {
    id: 'penalty-sign',
    check: {
      options: [
        'Yes: every word that was seen becomes half as likely',
        'No: it depends on the sign of the word’s logit',
      ],
      right: 1,
    },
    question: 'Does a repetition penalty treat every word that was seen alike?',
    experiment:
      'The history names “cat”, whose logit is positive. Write “hamster” there, whose logit is negative.',
    link: `/lab?${new URLSearchParams([
      ['lane', 'repetition-penalty:2'],
      ['history', 'cat'],
    ])}`,
    answer:
      `No. With penalty 2, “cat” goes from ${change(cat)} because its logit is halved; “hamster” goes ` +
      `from ${change(hamster)} because its logit is doubled. How strong it is depends on where the ` +
      'logits’ zero lies, and adding a constant to all logits, which changes no probability, changes ' +
      'the result.',
  }
}
