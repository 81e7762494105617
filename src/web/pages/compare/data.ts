import type { MetricDescription } from '../../../metrics/definition.ts'
import { setMetrics, textMetrics } from '../../../metrics/registry.ts'
import type { ModelListing } from '../../../models/model-listing.ts'
import type { Offer, OfferedModel, SecondModel } from '../../../page/compare/settings/offer.ts'
import { STORY_PROMPT } from '../../../page/compare/story/scenes.ts'
import { LIMITS } from '../../../runs/request/limits.ts'
import { DEFAULT_LANES, parseRunRequest } from '../../../runs/request/request.ts'
import { strategyDescriptions } from '../../../strategies/registry.ts'
import type { Dependencies } from '../../http/dependencies.ts'
import { LOCAL_SITE, type Site } from '../../http/site.ts'
import { readHumanBaseline } from '../human-baseline.ts'

/** Prompts that show something, on the built-in model with the default lanes. */
const EXAMPLES = [
  { prompt: STORY_PROMPT, note: 'greedy and beam search each repeat one sentence' },
  { prompt: 'The old man looked at the sea and said,', note: 'greedy repeats one sentence again and again' },
  {
    prompt:
      'In a shocking finding, scientist discovered a herd of unicorns living in a remote, previously ' +
      'unexplored valley, in the Andes Mountains. Even more surprising to the researchers was the ' +
      'fact that the unicorns spoke perfect English.',
    note: 'the prompt of the paper’s first figure',
  },
  { prompt: 'He took off his', note: 'a flat first step: hundreds of tokens in the nucleus' },
] as const

const metricInfo = ({ id, title, summary, unit, scale }: MetricDescription) => ({
  id,
  title,
  summary,
  scale,
  ...(unit !== undefined && { unit }),
})

function modelInfo(model: ModelListing, results: string): OfferedModel {
  const { id, title, vocabularySize, contextLength, parameters, state, chatTemplate } = model
  const human = readHumanBaseline(results, model)
  return {
    id,
    title,
    vocabularySize,
    contextLength,
    parameters,
    state,
    rowByRow: model.rowByRow ?? false,
    ...(chatTemplate !== undefined && { hasChat: chatTemplate }),
    ...(human && { human }),
  }
}

/** The model that newcomers are offered beside the default one. */
function secondOf(
  { secondId }: Dependencies['library'],
  models: readonly ModelListing[],
  { managesModels }: Site,
): SecondModel | undefined {
  const found = models.find(({ id }) => id === secondId)
  const { bytes, converter } = found?.offers[0] ?? {}
  if (!found || bytes === undefined) return undefined
  const { id, licence } = found
  return { id, bytes, licence, ...(converter && { converter }), mayFetch: managesModels }
}

/** Everything the Compare page knows before a run: nothing of it is stated in the page. */
export function compareData({
  library,
  results,
  site = LOCAL_SITE,
}: Pick<Dependencies, 'library' | 'results' | 'site'>): Offer {
  const models = library.list()
  const { maxTokens, samples } = parseRunRequest({ prompt: '', lanes: DEFAULT_LANES })
  return {
    strategies: strategyDescriptions,
    models: models.map((model) => modelInfo(model, results)),
    second: secondOf(library, models, site),
    metrics: textMetrics.map(metricInfo),
    setMetrics: setMetrics.filter(({ id }) => !textMetrics.some((one) => one.id === id)).map(metricInfo),
    limits: { ...LIMITS, seed: Number.MAX_SAFE_INTEGER },
    examples: EXAMPLES,
    defaults: {
      prompt: EXAMPLES[0].prompt,
      model: library.defaultId,
      lanes: DEFAULT_LANES,
      maxTokens: String(maxTokens),
      samples: String(samples),
    },
  }
}
