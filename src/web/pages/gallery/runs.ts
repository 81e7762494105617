import type { Experiment, ShownText } from '../../../experiments/harness/definition.ts'
import type { ExperimentResult } from '../../../experiments/harness/result.ts'
import { fullSetting, quickSetting } from '../../../experiments/harness/settings.ts'
import { type RunLink, runLink, startOf, textsIn } from './texts.ts'

/** Where nothing was generated, what to continue the measured contexts with. */
const LOOKING = ['greedy', 'top-k:40', 'nucleus:0.9', 'sample']
const LOOKING_TOKENS = 40
/** Lanes that Compare shows side by side without scrolling. */
const MOST_LANES = 4
/** Copies of a phrase in the prompt: enough for it to go on by itself. */
const COPIES = 5

/**
 * What Compare can run of an experiment: its chains on an opening it used, with its seed; or its contexts.
 * @param shown texts shown by any result of the folder: openings and seeds are shared by all of them
 */
export function runsOf(
  experiment: Experiment,
  result: ExperimentResult,
  shown: readonly ShownText[],
): RunLink[] {
  const { families, contexts, phrases, rows } = result.data
  if (contexts) return contexts.map(({ text }: Named) => look(result, text))
  if (phrases) return [look(result, phrases[0].text.repeat(COPIES).trimStart())]
  const start = startOf(textsIn(result.data)) ?? startOf(shown)
  if (!start) return []
  const run = (lanes: readonly string[], label: string) =>
    lanes.length === 0
      ? []
      : [runLink(result, { ...start, lanes, maxTokens: result.provenance.prompts.newTokens }, label)]
  if (families) {
    return families.flatMap(({ cells, parameter }: Family) =>
      run(spread(cells.map(({ lane }) => lane)), parameter),
    )
  }
  const lanes = lanesIn(result.data)
  const all = lanes.length > 0 ? lanes : planned(experiment, result.provenance.setting)
  return run(rows ? spread(all) : all.slice(0, MOST_LANES), '')
}

/** The first, the last, and others evenly between them. */
function spread(lanes: readonly string[]): readonly string[] {
  if (lanes.length <= MOST_LANES) return lanes
  const stride = (lanes.length - 1) / (MOST_LANES - 1)
  return Array.from({ length: MOST_LANES }, (_, index) => lanes[Math.round(index * stride)]!)
}

interface Named {
  readonly text: string
}

interface Family {
  readonly parameter: string
  readonly cells: readonly { readonly lane: string }[]
}

const look = (result: ExperimentResult, prompt: string): RunLink =>
  runLink(result, { prompt, lanes: LOOKING, seed: 1, maxTokens: LOOKING_TOKENS })

/** Every chain the data names. */
function lanesIn(data: unknown): string[] {
  if (typeof data !== 'object' || data === null) return []
  const lanes = Object.entries(data).flatMap(([key, value]) =>
    key === 'lane' && typeof value === 'string' ? [value] : lanesIn(value),
  )
  return [...new Set(lanes)]
}

/** The chains an experiment plans; none of them depends on the openings. */
function planned({ plan }: Experiment, name: string): string[] {
  const setting = name === quickSetting.name ? quickSetting : fullSetting
  const plans = plan({ setting, openings: [], context: (text) => ({ text, tokens: [] }) })
  return [...new Set(plans.map(({ lane }) => lane))]
}
