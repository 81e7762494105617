import { act, converted } from '../../../../public/js/lab/actions.js'
import { SAMPLE_TEXT } from '../../../../public/js/lab/counting.js'
import { drawsHtml } from '../../../../public/js/lab/draws.js'
import { lanesHtml, showHtml, wordsHtml } from '../../../../public/js/lab/forms.js'
import { knobsHtml } from '../../../../public/js/lab/knobs.js'
import { panelClass, panelHtml } from '../../../../public/js/lab/panel.js'
import { PRESETS } from '../../../../public/js/lab/presets.js'
import { commandOf, firstWrong, historyOf, requestOf } from '../../../../public/js/lab/request.js'
import { type LabState, paramsOf, stateFrom } from '../../../../public/js/lab/state.js'
import { laneClass } from '../../../../public/js/lab/text.js'
import { UserError } from '../../../errors.ts'
import type { LabResult } from '../../../runs/lab/lab.ts'
import type { StrategyDescription } from '../../../strategies/chain/describe.ts'
import { strategyDescriptions } from '../../../strategies/registry.ts'

const strategies: readonly StrategyDescription[] = strategyDescriptions

/** What a new panel may start as: every step that needs no second reading, and the two searches that have one step. */
const starters = strategies.filter(({ kind, needsAmateur, isStepwise }) =>
  kind === 'step' ? !needsAmateur : isStepwise,
)

/** Longest command written out on the page, in characters; Copy takes the whole. */
const LONGEST_COMMAND = 600

/**
 * The lab as its view needs it, from a link's parameters or a posted form: the page is complete before any script runs.
 * @param fields as `URLSearchParams` reads them
 */
export async function labPage(fields: URLSearchParams, ask: AskLab) {
  const asked = stateFrom(fields)
  const wasMode = fields.get('was-mode')
  const from = wasMode === 'probabilities' || wasMode === 'counts' ? wasMode : 'logits'
  const read = wasMode === null || asked.preset !== '' ? asked : converted(asked, from)
  const { state, refusal, told } = act(read, fields)
  const { result, problem } = await run(state, ask)
  const history = historyOf(state)
  const command = commandOf(state)
  return {
    state,
    strategies,
    starters,
    presets: PRESETS,
    note: PRESETS.find(({ id }) => id === state.preset)?.note ?? told ?? '',
    sampleText: SAMPLE_TEXT,
    refusals: { list: '', count: '', ...(refusal && { [refusal.place]: refusal.message }) },
    historyError: 'message' in history ? history.message : '',
    problem,
    words: wordsHtml(state, rawOf(state, result), firstWrong(state)),
    lanes: lanesHtml(
      state,
      state.lanes.map((_, index) => result?.lanes[index]?.error?.message),
    ),
    knobs: knobsHtml(state.lanes[state.selected] ?? '', strategies, state.entries.length),
    panels: (result?.lanes ?? []).map((lane, index) => ({
      className: panelClass(index, lane),
      html: panelHtml(lane, index, undefined),
    })),
    showClass: laneClass(state.show),
    show: showHtml(state, result?.lanes.map(({ drawing }) => drawing?.title ?? '') ?? []),
    draws: result ? drawsHtml(result.lanes[state.show], result.tokens) : '',
    command: command.length > LONGEST_COMMAND ? `${command.slice(0, LONGEST_COMMAND)} …` : command,
    link: `/lab?${paramsOf(state)}`,
  }
}

/** Asks the engine, which computes elsewhere. @throws UserError what is wrong with the request */
export type AskLab = (input: unknown) => Promise<LabResult>

async function run(state: LabState, ask: AskLab): Promise<{ result?: LabResult; problem: string }> {
  const wrong = firstWrong(state)
  if (wrong.index >= 0) return { problem: wrong.message }
  try {
    return { result: await ask(requestOf(state)), problem: '' }
  } catch (error) {
    if (error instanceof UserError) return { problem: error.message }
    throw error
  }
}

/** Raw probability by place in the table. */
function rawOf({ entries }: LabState, result: LabResult | undefined): (number | undefined)[] {
  const raw = new Map(result?.lanes.flatMap(({ candidates }) => candidates.map((one) => [one.id, one.raw])))
  return entries.map((_, id) => raw.get(id))
}
