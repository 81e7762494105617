import { readStopTexts } from '../../../runs/request/stop-text.ts'
import type { Coupling } from '../../../sampling/coupling.ts'
import { freshSeed } from '../../../sampling/random.ts'
import { numberFault } from '../../ui/number-fault.ts'
import { count } from '../../ui/numbers.ts'
import { type LaneChain, laneFault, writeLane } from '../chain/lane-chain.ts'
import { sizeFault } from './cost.ts'
import { modelsOf } from './models-of.ts'
import { type Offer, titleOf } from './offer.ts'

/** One lane as it is set. */
interface Lane {
  /** Counts lanes as they are made: it gives letter and colour and never changes. */
  readonly key: number
  readonly chain: LaneChain
}

/** What a person asked for; numbers as typed. */
export interface Settings {
  readonly prompt: string
  readonly model: string
  readonly lanes: readonly Lane[]
  readonly maxTokens: string
  readonly samples: string
  readonly seed: string
  /** How lanes that sample share chance; by inverse CDF where it is absent. */
  readonly coupling?: Coupling | undefined
  /** Stop texts, one a line. */
  readonly stop: string
  /**
   * Whether the prompt is a person's message to a model made for conversations: its chat template is written
   * around it.
   */
  readonly chat: boolean
  /** Token healing: whether the prompt's last token is taken back and the first one begins with its text. */
  readonly heal: boolean
  /** A person's continuation; empty for none. */
  readonly human: string
  /** The p of the nucleus it is held against; empty for that of a lane. */
  readonly humanP: string
}

/** What is wrong, by field; `lane-KEY` for a lane. */
export type Faults = Readonly<Record<string, string>>

/** The numbers a person types, with their bounds. */
export const numberFields = ({ maxTokens, samples, seed }: Offer['limits']) =>
  [
    ['maxTokens', 'Max new tokens', 1, maxTokens],
    ['samples', 'Samples per lane', 1, samples],
    ['seed', 'Seed', 0, seed],
  ] as const

function stopFault(written: string, { stops, stopLength }: Offer['limits']): string {
  const texts = readStopTexts(written)
  if (texts.length > stops) return `A run has at most ${stops} stop texts, one a line; got ${texts.length}.`
  const long = texts.find(({ length }) => length > stopLength)
  return long ? `A stop text may be at most ${stopLength} characters long; one has ${long.length}.` : ''
}

/** Empty where the run can be sent. */
export function faultsOf(settings: Settings, { limits, models }: Pick<Offer, 'limits' | 'models'>): Faults {
  const faults: Record<string, string> = {}
  if (settings.prompt.length > limits.prompt) {
    faults.prompt =
      `A prompt may be at most ${count(limits.prompt)} characters long, got ` +
      `${count(settings.prompt.length)}.`
  }
  for (const [name, title, low, high] of numberFields(limits)) {
    const isDrawn = name === 'seed' && settings.seed.trim() === ''
    const fault = isDrawn ? '' : numberFault(title, settings[name], low, high)
    if (fault) faults[name] = fault
  }
  if (Object.keys(faults).length === 0) Object.assign(faults, sizeFault(settings, { limits, models }))
  const stop = stopFault(settings.stop, limits)
  if (stop) faults.stop = stop
  const fault = chatFault(settings, models)
  if (fault) faults.chat = fault
  for (const { key, chain } of settings.lanes) {
    const fault = laneFault(chain, models)
    if (fault) faults[`lane-${key}`] = fault
  }
  if (settings.lanes.length === 0) faults.lanes = 'A run needs at least one lane; add one.'
  return faults
}

/** Empty where every lane's model has a chat template, or may have one, or none is wanted. */
function chatFault(settings: Settings, models: Offer['models']): string {
  const plain = modelsOf(settings).find((id) => models.some((one) => one.id === id && one.hasChat === false))
  if (!settings.chat || plain === undefined) return ''
  return (
    `${titleOf(plain, models)} has no chat template: it continues texts. Switch this off, or choose a ` +
    'model made for conversations.'
  )
}

/** The seed of a run is never empty: drawn before it is sent, so that the run can be repeated. */
export const withSeed = (settings: Settings): Settings =>
  settings.seed.trim() === '' ? { ...settings, seed: String(freshSeed()) } : settings

/** What is continued, by which model, and how it is read: a part of every request of a run. */
export const promptOf = ({
  prompt,
  model,
  chat,
  heal,
}: Pick<Settings, 'prompt' | 'model' | 'chat' | 'heal'>) => ({
  prompt,
  model,
  ...(chat && { chat }),
  ...(heal && { heal }),
})

/** A part of every request of a run; the default is left out. */
export const couplingOf = ({ coupling }: Pick<Settings, 'coupling'>) => ({ ...(coupling && { coupling }) })

/** The body of `POST /api/runs`. Settings are faultless here. */
export const requestOf = ({ lanes, maxTokens, samples, seed, coupling, stop, ...settings }: Settings) => ({
  ...promptOf(settings),
  lanes: lanes.map(({ chain }) => writeLane(chain)),
  maxTokens: Number(maxTokens),
  samples: Number(samples),
  seed: Number(seed),
  ...couplingOf({ coupling }),
  nucleus: true,
  ...stopOf({ stop }),
})

/** What all requests for the same texts have: all but lanes and sizes. */
export const sharedRequestOf = (settings: Settings) => ({
  ...promptOf(settings),
  seed: Number(settings.seed),
  ...couplingOf(settings),
  ...stopOf(settings),
})

/** Whether two runs differ in their lanes alone, if at all. */
export function isSameBesideLanes(one: Settings, other: Settings): boolean {
  const [mine, theirs] = [one, other].map((settings) => JSON.stringify({ ...requestOf(settings), lanes: [] }))
  return mine === theirs
}

/** The stop texts of a request, where there are any. */
function stopOf({ stop }: Pick<Settings, 'stop'>): { readonly stop?: readonly string[] } {
  const texts = readStopTexts(stop)
  return texts.length > 0 ? { stop: texts } : {}
}
