import { count, plural, stoppedAfter, uncapital } from '../../words.ts'
import type { MethodsFacts, RunFacts } from './facts.ts'
import { type LaneWords, placesOf } from './lanes.ts'
import { listed } from './listed.ts'
import {
  BEHIND_PROMPT,
  FIRST_SAMPLE,
  HEALING,
  LITERAL,
  MOST_TOKENS,
  STOPS,
  sharedBy,
  TEMPLATE,
  TEXTS,
} from './settings.ts'

/** What was continued, how often and until when, as far as the runs agree. */
export function taskSentences(facts: MethodsFacts, lanes: readonly LaneWords[]): string[] {
  const { runs, prompts, stopped } = facts
  return [
    taskSentence(facts, lanes),
    ...(stopped ? [`The trials were ${uncapital(stoppedAfter(stopped.done, stopped.total))}.`] : []),
    ...(prompts === 1 ? [promptSentence(runs[0]!.prompt)] : []),
    ...readingSentences(runs),
  ]
}

function taskSentence({ runs, prompts }: MethodsFacts, lanes: readonly LaneWords[]): string {
  const what = prompts === 1 ? 'One prompt' : `${count(prompts)} prompts`
  const chatted = sharedBy(runs, TEMPLATE) === 'used' ? ", written with the model's chat template," : ''
  const inRuns = runs.length === 1 ? '' : ` in ${count(runs.length)} runs,`
  const times = sharedBy(runs, TEXTS)
  const each = times === undefined ? 'once or more' : times > 1 ? `${times} times` : 'once'
  const stop = sharedBy(runs, STOPS)
  const stops =
    stop === undefined
      ? ' or a stop text of the run came'
      : stop === 'none'
        ? ''
        : ` or ${runs[0]!.stop!.length === 1 ? 'the text' : 'one of the texts'} ${stop} came`
  const most = sharedBy(runs, MOST_TOKENS)
  const length = most === undefined ? 'as many tokens at most as its run allowed' : `${most} tokens at most`
  return (
    `${what}${chatted} ${prompts === 1 ? 'was' : 'were'} continued${inRuns} ${each} a strategy and seed` +
    `${onceClause(runs, lanes)}, until the model ended the text${stops}, for ${length}.`
  )
}

/** Which strategies gave one text where others gave several. */
function onceClause(runs: readonly RunFacts[], lanes: readonly LaneWords[]): string {
  const places = placesOf(runs)
  const single = new Set(
    runs
      .filter((run) => TEXTS.read(run) > 1)
      .flatMap((run) => places(run).filter((_, lane) => run.texts[lane] === 1)),
  )
  const letters = lanes.filter((_, place) => single.has(place)).map(({ letter }) => letter)
  return letters.length === 0 ? '' : ` (once by ${listed(letters)}, which can give one text only)`
}

/** Most characters of a prompt that are quoted. */
const MOST_QUOTED = 300

const promptSentence = (prompt: string): string =>
  prompt.length <= MOST_QUOTED
    ? `The prompt was ${JSON.stringify(prompt)}.`
    : `The prompt has ${plural(prompt.length, 'character')} and begins with ` +
      `${JSON.stringify(prompt.slice(0, MOST_QUOTED))}.`

/** How a prompt was read, where that is not the plain way. */
function readingSentences(runs: readonly RunFacts[]): string[] {
  const healing = sharedBy(runs, HEALING)
  const behind = sharedBy(runs, BEHIND_PROMPT)
  const first = sharedBy(runs, FIRST_SAMPLE)
  return [
    ...(healing === 'not used'
      ? []
      : [
          `${healing === 'used' ? 'Token healing was used, so that' : 'Where token healing was used,'} the ` +
            "prompt's last token was taken back where it could be, and the first new token had to begin " +
            'with its text.',
        ]),
    ...(sharedBy(runs, LITERAL) === 'used'
      ? ['Text in a prompt that spells a special token was read as plain text.']
      : []),
    ...(behind === undefined || behind === 'nothing'
      ? []
      : [`Behind the prompt stood ${behind}, and texts went on from there.`]),
    ...(first === undefined || first === 1
      ? []
      : [`The first sample was number ${first} of those of the seed.`]),
  ]
}
