import type { z } from 'zod'
import type { Decoder, Limits } from '../../decoding/decoder.ts'
import type { ModelInfo } from '../../decoding/model.ts'
import type { DetailRequest } from '../../decoding/step-detail.ts'
import type { Coupling } from '../../sampling/coupling.ts'
import type { Distribution } from '../../sampling/distribution.ts'
import type { RandomStreams } from '../../sampling/random.ts'
import type { Drawing } from './cut-geometry.ts'
import type { AnyParameters } from './parameters.ts'

/** What a step may know besides the distribution. */
export interface StepContext {
  /** Prompt and generated tokens, oldest first. */
  readonly history: readonly number[]
  /** How many of them are the prompt's. */
  readonly promptLength: number
  /** Index of the token being chosen, from 0. */
  readonly step: number
  /** This sample's named random streams. */
  readonly streams: RandomStreams
  /** The model's own distribution, before the first step. */
  readonly raw: Distribution
  /**
   * The logits of this step's amateur after the same text, by token id. Only for a step that asks for one.
   */
  readonly amateur?: ArrayLike<number> | undefined
}

/** A second reading of a lane's text that a step wants beside the model's own. */
export interface Amateur {
  /** Id of the model that reads; absent for the lane's own. It must share the lane's vocabulary. */
  readonly model?: string
  /** How many of the last tokens it sees; absent for all of them. */
  readonly window?: number
}

/** A step of a chain: distribution in, distribution out; pure. */
export type Transform = (distribution: Distribution, context: StepContext) => Distribution

/** A step with memory, as a reducer: the state is a value, so a hypothesis that forks keeps its own. */
export interface Stateful<State> {
  init(vocabularySize: number): State
  apply(distribution: Distribution, state: State, context: StepContext): Distribution
  /**
   * @param surprisal -log2 of the token's probability in the distribution it was drawn from, in bits
   * @param before what came to this step when the token was chosen
   */
  learn(state: State, token: number, surprisal: number, before?: Distribution): State
}

/**
 * The description of every entry of the registry; the form, the API, the help and the docs are made from
 * it.
 */
interface Description extends Drawing {
  /** Kebab-case, the field's own name. */
  readonly id: string
  readonly aliases?: readonly string[]
  readonly title: string
  /** One sentence: what it does. */
  readonly summary: string
  /** The rule in words and symbols. */
  readonly formula: string
  /** Where it comes from. */
  readonly paper: string
  /** Its known weakness, one sentence. */
  readonly weakness: string
  /** Whether most comparisons need it: menus show it first and find the others by a search. */
  readonly isCommon?: boolean
  /** Group in menus. */
  readonly family: 'shape' | 'truncation' | 'feedback' | 'repetition' | 'contrast' | 'search' | 'bug museum'
}

/** One link of a chain. */
export interface StepDefinition extends Description {
  readonly kind: 'step'
  /**
   * Every parameter has a default, a title and a few words of help; the first one is what `id:value` sets.
   */
  readonly parameters: z.ZodObject
  /**
   * Values at which the step is the identity; a chain shows it as "off". Absent where there is no such value.
   */
  readonly neutral?: Readonly<Record<string, number>>
  /** Whether these parameters make the step the identity, where that is more than "equals `neutral`". */
  readonly isNeutral?: (parameters: AnyParameters) => boolean
  /** The share of the mass that it adds up to, for a step that keeps the fewest tokens that reach it. */
  readonly massGoal?: (parameters: AnyParameters) => number
  /** Whether it draws random numbers of its own, so that even a greedy lane can differ by seed. */
  readonly isRandom?: boolean
  /** The amateur these parameters ask for, if any; `StepContext.amateur` then has its logits. */
  readonly amateur?: (parameters: AnyParameters) => Amateur | undefined
  /** Whether it is computed in a worker of a browser and nowhere else; `create` throws elsewhere. */
  readonly isBrowserOnly?: boolean
  /** Ids of tokens in its parameters: the model has to have them. */
  readonly tokensNamed?: (parameters: AnyParameters) => readonly number[]
  readonly create: (parameters: AnyParameters) => Transform | Stateful<AnyParameters>
  /** What a step that learns remembers at some point, in a few words. */
  readonly describeMemory?: (state: AnyParameters) => string
}

/** What a search is given to build one sample's decoder. */
export interface SearchSetup {
  readonly prompt: readonly number[]
  readonly steps: readonly StepUse[]
  readonly limits: Limits
  readonly streams: RandomStreams
  /** How lanes that draw share chance; by inverse CDF where it is absent. */
  readonly coupling?: Coupling | undefined
  readonly model: ModelInfo
  /** How many of the most likely tokens each step's trace lists; 0 for none. */
  readonly traceCandidates: number
  /** What each step's trace lists about other tokens; absent for nothing. */
  readonly traceDetail?: DetailRequest | undefined
  /** Whether each step's trace counts the nucleus of the model's own distribution. */
  readonly traceNucleus?: boolean | undefined
  /** Tokens the text begins with, whatever the search would choose; for stepwise searches only. */
  readonly forcedTokens?: readonly number[]
  readonly words: Words
}

/** Tokens in words. */
export interface Words {
  /** A token alone: its text, its name if special. */
  nameOf(token: number): string
  /** What each token adds to a text; quick where the last call's tokens begin the same. */
  piecesOf(tokens: readonly number[]): readonly string[]
  /** The text of tokens by themselves. */
  textOf(tokens: readonly number[]): string
}

/** A search's own record; each search knows its type, the registry does not. */
type AnyRecord = AnyParameters

/** How a lane picks: what may end a chain. */
export interface SearchDefinition extends Description {
  readonly kind: 'search'
  readonly parameters: z.ZodObject
  /** Whether two samples with different seeds are always the same. */
  readonly isDeterministic: boolean
  /** Whether it needs the model's hidden states. */
  readonly needsHiddenStates?: boolean
  /**
   * Whether each token is final before the next is chosen, so that a text can be taken up at any of its
   * tokens.
   */
  readonly isStepwise?: boolean
  /** What a stepwise search keeps of the chain's distribution, where that is less than all of it. */
  readonly keeps?: (final: Distribution) => Distribution
  /**
   * Of the record that a trace holds (`DecoderOutput.search`), what the search looked at in a text's last
   * step; nothing where the text is not one that it followed.
   * @param tokens the text, the step's own token last
   */
  readonly lookAt?: (
    record: AnyRecord,
    tokens: readonly number[],
    words: Words,
  ) => { readonly kind: string } | undefined
  /** Whether a chain that names no search ends in this one; of one search only. */
  readonly isImplied?: boolean
  /** Whether it takes tokens back and writes others in their place. */
  readonly goesBack?: boolean
  /** Rows of the shared batch that one sample takes, or the name of their parameter; one where absent. */
  readonly rows?: number | string
  /** Most forwards of one row that a text of so many tokens may take; a few a token where this is absent. */
  readonly forwards?: (parameters: AnyParameters, tokens: number) => number
  readonly create: (parameters: AnyParameters, setup: SearchSetup) => Decoder
}

export type Definition = StepDefinition | SearchDefinition

/** A step with its parameters, as a part of a chain. */
export interface StepUse {
  readonly definition: StepDefinition
  readonly parameters: Readonly<Record<string, number | string>>
  /** Its notation, e.g. `nucleus:0.9`: what traces and messages call it. */
  readonly notation: string
}

export interface SearchUse {
  readonly definition: SearchDefinition
  readonly parameters: Readonly<Record<string, number | string>>
  readonly notation: string
}

export const isStepUse = (use: StepUse | SearchUse): use is StepUse => use.definition.kind === 'step'

/** Ordered steps and the search that ends them. */
export interface Chain {
  readonly steps: readonly StepUse[]
  readonly search: SearchUse
}

type Typed<Base extends Definition, Schema extends z.ZodObject> = Omit<
  Base,
  | 'kind'
  | 'parameters'
  | 'create'
  | 'isNeutral'
  | 'neutral'
  | 'amateur'
  | 'massGoal'
  | 'rows'
  | 'forwards'
  | keyof Drawing
> &
  Drawing<z.output<Schema>> & { readonly parameters: Schema }

/** A step's definition; `create` gets the parameters its own schema describes. */
export function defineStep<Schema extends z.ZodObject>(
  definition: Typed<StepDefinition, Schema> & {
    readonly neutral?: Partial<Record<keyof z.output<Schema> & string, number>>
    readonly isNeutral?: (parameters: z.output<Schema>) => boolean
    readonly amateur?: (parameters: z.output<Schema>) => Amateur | undefined
    readonly massGoal?: (parameters: z.output<Schema>) => number
    readonly create: (parameters: z.output<Schema>) => Transform | Stateful<AnyParameters>
  },
): StepDefinition {
  return { kind: 'step', ...definition } as StepDefinition
}

/** A search's definition; `create` gets the parameters its own schema describes. */
export function defineSearch<Schema extends z.ZodObject>(
  definition: Typed<SearchDefinition, Schema> & {
    readonly rows?: number | (keyof z.output<Schema> & string)
    readonly forwards?: (parameters: z.output<Schema>, tokens: number) => number
    readonly create: (parameters: z.output<Schema>, setup: SearchSetup) => Decoder
  },
): SearchDefinition {
  return { kind: 'search', ...definition }
}
