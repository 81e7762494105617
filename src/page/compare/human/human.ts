import type { ScoreResult } from '../../../runs/score/result.ts'
import { nucleusIn } from '../chain/lane-chain.ts'
import { type LaneView, leadOf, loopOf, type ViewState } from '../lane/view.ts'
import { type Run, type Sample, type ShownStep, startRun } from '../run/run.ts'
import { promptOf, type Settings } from '../settings/settings.ts'

/** A text a person wrote as a lane of its own: scored by the model behind the run's prompt, not generated. */

/** What is to be scored, against which nucleus. */
export interface Wanted {
  readonly text: string
  readonly p: string
  readonly prompt: string
  readonly model: string
  readonly chat: boolean
}

/** A person's text as the model sees it. */
export interface HumanText {
  readonly wanted: Wanted
  /** May still be that of another p. */
  readonly result?: ScoreResult
  readonly message?: string
}

/** No lane counts down to it. */
const HUMAN_KEY = -1
export const HUMAN_MARK = '¶'
const DEFAULT_P = '0.9'

/** The lane that a text is held against. */
const laneWith = (p: string): string => `nucleus:${p}`

/** Its p as it is read in a sentence: "p = 0.9". */
export const pWords = (lane: string): string => `p = ${lane.slice(lane.indexOf(':') + 1)}`

/** The p a text is held against: a person's, or that of the first lane with a nucleus. */
export function nucleusOf({ humanP, lanes }: Pick<Settings, 'humanP' | 'lanes'>): string {
  if (humanP.trim() !== '') return humanP.trim()
  for (const { chain } of lanes) {
    const p = nucleusIn(chain)
    if (p !== undefined) return p
  }
  return DEFAULT_P
}

/** What the page should have scored; nothing where there is no text. */
export function wantedOf(settings: Settings, run: Run | undefined): Wanted | undefined {
  if (settings.human.trim() === '') return undefined
  const { prompt, model, chat } = run?.settings ?? settings
  return { text: settings.human, p: nucleusOf(settings), prompt, model, chat }
}

export const isSameWish = (one: Wanted | undefined, other: Wanted | undefined): boolean =>
  JSON.stringify(one) === JSON.stringify(other)

/** The text as it follows its prompt: a space where two words would run together. An answer begins anew. */
export const joined = ({
  prompt,
  text,
  chat,
}: Pick<Wanted, 'prompt' | 'text'> & { readonly chat?: boolean }): string =>
  chat || prompt === '' || /\s$/.test(prompt) || /^[\s.,;:!?…’”)\]]/.test(text) ? text : ` ${text}`

/** The body of `POST /api/score`. */
export const scoreRequestOf = (wanted: Wanted) => ({
  ...promptOf({ ...wanted, heal: false }),
  text: joined(wanted),
  lane: laneWith(wanted.p),
  seed: 0,
  nucleus: true,
})

/** The scored tokens as those of a lane; nothing was drawn. */
const stepsOf = ({ tokens }: ScoreResult): ShownStep[] =>
  tokens.map(({ token, text, bytes, logprob, rank, entropy, kept, keptCount, keptMass, nucleus }) => ({
    token,
    text,
    ...(bytes !== undefined && { bytes }),
    logprob,
    rank,
    entropy,
    kept: keptCount,
    ...(nucleus !== undefined && { nucleus }),
    keptMass,
    u: null,
    allowed: kept,
  }))

/** One sample a result, made once: what is drawn compares tokens by identity. */
const samples = new WeakMap<ScoreResult, Sample>()

/** The text as a lane's samples: one, or none without a result. */
export function humanSamples(human: HumanText | undefined): Sample[] {
  const result = human?.result
  if (!result) return []
  const sample = samples.get(result) ?? {
    steps: stepsOf(result),
    received: 0,
    stop: 'length',
    metrics: result.metrics,
  }
  samples.set(result, sample)
  return [sample]
}

/** One view, or none where there is no text. */
export function humanViews(state: ViewState & { readonly human?: HumanText | undefined }): LaneView[] {
  const { human, run, settings, look, now } = state
  if (!human) return []
  const own = humanSamples(human)
  const chain = human.result?.lane ?? laneWith(human.wanted.p)
  const { model } = human.wanted
  return [
    {
      key: HUMAN_KEY,
      letter: HUMAN_MARK,
      className: 'human-lane',
      name: 'Human text',
      chain: { text: chain, fault: '' },
      notation: chain,
      fault: '',
      editing: undefined,
      isHuman: true,
      lead: leadOf(human.wanted),
      run: run ?? startRun({ ...settings, model }),
      laneRun: { key: HUMAN_KEY, lane: chain, chain, isDeterministic: true, samples: own },
      model,
      sample: own[0],
      sampleIndex: 0,
      isLive: false,
      isStale: false,
      flags: new Map(),
      loop: loopOf(own[0]),
      shows: 'one',
      closed: look.closed,
      traced: undefined,
      now,
    },
  ]
}

/** How many tokens the nucleus would have allowed. */
export function allowedOf({ sample }: Pick<LaneView, 'sample'>) {
  const steps = sample?.steps ?? []
  const allowed = steps.filter((step) => step.allowed).length
  return { allowed, count: steps.length, share: steps.length === 0 ? 0 : allowed / steps.length }
}
