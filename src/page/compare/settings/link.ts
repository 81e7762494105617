import { UserError } from '../../../errors.ts'
import { type Branch, parseBranch } from '../../../runs/run/branch-notation.ts'
import { COUPLINGS } from '../../../sampling/coupling.ts'
import { readLane, writeLane } from '../chain/lane-chain.ts'
import { hasP, notInSettings, SWITCHED_ON, SWITCHES } from './fields.ts'
import type { Offer } from './offer.ts'
import { faultsOf, numberFields, type Settings } from './settings.ts'

/** Settings as links and forms hold them. The server reads them with this file too. */

/** A link holds a human text of at most so many characters. */
export const LINK_LENGTH = 1500

/**
 * Settings as a form states them, right or wrong: a field of a lane that is left blank is no lane.
 * @param chains those of the lanes, for a link: an empty one is a chain, too
 */
export function settingsFrom(
  params: URLSearchParams,
  { defaults, strategies }: Offer,
  chains = params.getAll('lane').filter((lane) => lane.trim() !== ''),
): Settings {
  return {
    prompt: (params.get('prompt') ?? defaults.prompt).replaceAll('\r\n', '\n'),
    model: params.get('model') ?? defaults.model,
    lanes: lanesOf(params.has('lane') ? chains : defaults.lanes, strategies),
    maxTokens: params.get('maxTokens') ?? defaults.maxTokens,
    samples: params.get('samples') ?? defaults.samples,
    seed: params.get('seed') ?? '',
    stop: params.getAll('stop').join('\n').replaceAll('\r\n', '\n'),
    chat: params.get('chat') === SWITCHED_ON,
    heal: params.get('heal') === SWITCHED_ON,
    coupling: otherCoupling(params.get('coupling')),
    human: (params.get('human') ?? '').replaceAll('\r\n', '\n'),
    humanP: hasP(params) ? (params.get('humanP') ?? '') : '',
  }
}

const lanesOf = (chains: readonly string[], strategies: Offer['strategies']) =>
  chains.map((chain, key) => ({ key, chain: readLane(chain, strategies) }))

/** A way to share chance that is not the default; undefined for that, and for none that there is. */
export const otherCoupling = (name: string | null | undefined): Settings['coupling'] =>
  COUPLINGS.slice(1).find((one) => one === name)

/** Opens a link: what cannot be opened is named and replaced by its default. */
export function openLink(
  params: URLSearchParams,
  offer: Offer,
): { readonly settings: Settings; readonly problems: readonly string[] } {
  const { models, limits, defaults } = offer
  const asked = settingsFrom(params, offer, params.getAll('lane'))
  const faults = faultsOf(asked, offer)
  const problems = notInSettings(params)
  const hasModel = models.some(({ id }) => id === asked.model)
  if (!hasModel) problems.push(`the model “${asked.model}”, which is not on this server`)
  const lanes = asked.lanes.filter(({ key, chain }) => {
    const fault = faults[`lane-${key}`]
    if (fault) problems.push(`the lane “${writeLane(chain)}” (${fault.replace(/\.$/, '')})`)
    return !fault
  })
  if (lanes.length > limits.lanes) problems.push(`the lanes after the first ${limits.lanes}`)
  const settings = {
    ...asked,
    model: hasModel ? asked.model : defaults.model,
    lanes: lanes.length > 0 ? lanes.slice(0, limits.lanes) : lanesOf(defaults.lanes, offer.strategies),
  }
  for (const [name, title] of numberFields(limits)) {
    if (!faults[name]) continue
    problems.push(`${title.toLowerCase()} “${settings[name]}” (${faults[name].replace(/\.$/, '')})`)
    settings[name] = name === 'seed' ? '' : defaults[name]
  }
  if (faults.stop) {
    problems.push(`stop texts (${faults.stop.replace(/\.$/, '')})`)
    settings.stop = ''
  }
  return { settings, problems: [...problems, ...branchProblems(params, problems.length > 0)] }
}

function branchProblems(params: URLSearchParams, isChanged: boolean): string[] {
  const branches = params.getAll('branch')
  const wrong = branches.find((one) => readBranch(one) === undefined)
  if (wrong !== undefined) return [`the branch “${wrong}”`]
  return isChanged && branches.length > 0 ? ['its branches'] : []
}

function readBranch(notation: string): Branch | undefined {
  try {
    return parseBranch(notation)
  } catch (error) {
    if (error instanceof UserError) return undefined
    throw error
  }
}

/** The branches a link asks for. */
export const branchesIn = (params: URLSearchParams): Branch[] =>
  params.getAll('branch').flatMap((one) => readBranch(one) ?? [])

/** The whole run as a link's parameters. */
export function paramsOf(settings: Settings): URLSearchParams {
  const { prompt, model, lanes, maxTokens, samples, seed, coupling, stop, human, humanP } = settings
  const params = new URLSearchParams({ prompt, model })
  for (const name of SWITCHES) if (settings[name]) params.append(name, SWITCHED_ON)
  for (const { chain } of lanes) params.append('lane', writeLane(chain))
  for (const [name, value] of Object.entries({ maxTokens, samples, seed })) params.append(name, value.trim())
  for (const text of stop.split('\n').filter(Boolean)) params.append('stop', text)
  if (coupling) params.append('coupling', coupling)
  if (human !== '' && human.length <= LINK_LENGTH) {
    params.append('human', human)
    if (humanP !== '') params.append('humanP', humanP)
  }
  return params
}
