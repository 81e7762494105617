import type { EncodeOptions, LanguageModel } from '../../decoding/model.ts'
import { UserError } from '../../errors.ts'
import { count, plural } from '../../words.ts'
import { readsInAll } from './context-length.ts'
import { checkKnown } from './known-tokens.ts'
import type { RunRequest } from './request.ts'

/** The parts of a request that determine what is continued. */
export type PromptFields = Pick<
  RunRequest,
  'prompt' | 'promptTokens' | 'messages' | 'chat' | 'heal' | 'literal' | 'bare'
>

type LengthFields = Pick<RunRequest, 'maxTokens' | 'replay' | 'mayFillContext'>

/** A prompt in a model's tokens. */
export interface EncodedPrompt {
  /** Behind the tokens that begin a text. */
  readonly tokens: readonly number[]
  /** How many of them were put before the prompt's own. */
  readonly lead: number
  /** The prompt's last token, where healing took it back: the first token has to begin with its bytes. */
  readonly takenBack?: { readonly token: number; readonly bytes: Uint8Array }
}

/** Where a run starts. */
export interface Start {
  readonly encoded: EncodedPrompt
  /** Token ids of the prompt, behind the tokens that begin a text. */
  readonly prompt: readonly number[]
  /** What already follows the prompt: the tokens of an earlier run, and text put after them. */
  readonly prefix: readonly number[]
}

/**
 * A text from its beginning, in a model's tokens: behind what the model was trained to see before one, once,
 * whether the text spells that itself or not.
 */
export function encodeDocument(model: LanguageModel, text: string, options?: EncodeOptions): number[] {
  const { beginOfText } = model.info
  const tokens = model.encode(text, options)
  return beginOfText.every((token, index) => tokens[index] === token) ? tokens : [...beginOfText, ...tokens]
}

/** What precedes the first token of a document: its beginning, or else the end of the one before. */
export const documentLead = ({ beginOfText, endOfText }: LanguageModel['info']): readonly number[] =>
  beginOfText.length > 0 ? beginOfText : endOfText.slice(0, 1)

/** The prompt in a model's tokens; an empty one is what precedes a document. */
export function encodePrompt(model: LanguageModel, text: string, options?: EncodeOptions): readonly number[] {
  const encoded = encodeDocument(model, text, options)
  return encoded.length > 0 ? encoded : documentLead(model.info)
}

/**
 * A request's prompt, whatever its form.
 * @throws UserError `bad-request` for a token the model does not have, `no-chat-template`
 */
export function encodeRequest(model: LanguageModel, request: PromptFields): EncodedPrompt {
  const encoded = encodeForm(model, request)
  return request.heal ? takeBack(model, encoded) : encoded
}

function encodeForm(model: LanguageModel, request: PromptFields): EncodedPrompt {
  if (request.promptTokens) return withLead(model, checkedTokens(model, request.promptTokens))
  const text = textOf(model, request)
  const options = { literal: request.literal }
  if (request.bare) return withLead(model, model.encode(text, options))
  return leadOf(model, encodePrompt(model, text, options))
}

function textOf(model: LanguageModel, request: PromptFields): string {
  const { prompt, chat } = request
  const messages = request.messages ?? (chat ? [{ role: 'user', content: prompt }] : undefined)
  if (!messages) return prompt
  if (model.renderChat) return model.renderChat(messages)
  throw new UserError(
    'no-chat-template',
    `${model.info.id} has no chat template: it continues texts. Leave chat out (over HTTP: ` +
      '/v1/completions), or take a model made for conversations.',
  )
}

/** Tokens that a client gave are taken as they are; none at all is the beginning of a document. */
const withLead = ({ info }: LanguageModel, tokens: readonly number[]): EncodedPrompt =>
  tokens.length > 0 ? { tokens, lead: 0 } : { tokens: documentLead(info), lead: documentLead(info).length }

function leadOf({ info }: LanguageModel, tokens: readonly number[]): EncodedPrompt {
  const { beginOfText } = info
  const begins = beginOfText.length > 0 && beginOfText.every((token, index) => tokens[index] === token)
  const isEmpty = tokens.join() === documentLead(info).join()
  return { tokens, lead: isEmpty ? tokens.length : begins ? beginOfText.length : 0 }
}

function checkedTokens({ info }: LanguageModel, tokens: readonly number[]): readonly number[] {
  checkKnown(info, 'prompt', tokens, 'The prompt names')
  return tokens
}

/** Takes the last token back; a special one stays, since no text begins with it. */
function takeBack(model: LanguageModel, encoded: EncodedPrompt): EncodedPrompt {
  const { tokens, lead } = encoded
  if (tokens.length <= lead) return encoded
  const token = tokens.at(-1)!
  const bytes = model.bytesOf(token)
  const before = tokens.length > 1 ? tokens.slice(0, -1) : documentLead(model.info)
  if (bytes.length === 0 || before.length === 0) return encoded
  return { tokens: before, lead: tokens.length > 1 ? lead : before.length, takenBack: { token, bytes } }
}

/**
 * @throws UserError `prompt-too-long`, `run-too-large`, `bad-request` for tokens the model does not have,
 * `no-chat-template`
 */
export function encodeStart(
  model: LanguageModel,
  request: PromptFields & LengthFields & Pick<RunRequest, 'prefix' | 'insert'>,
): Start {
  const encoded = encodeRequest(model, request)
  const prompt = encoded.tokens
  checkKnown(model.info, 'prefix', request.prefix)
  const prefix = [...request.prefix, ...(request.insert ? model.encode(request.insert) : [])]
  if (encoded.takenBack && prefix.length > 0 && !request.replay) {
    throw new UserError(
      'bad-request',
      'heal is about the end of the prompt, and prefix or insert follows it; leave one of them out.',
      'heal',
    )
  }
  checkLength(model, prompt.length, prefix.length, request)
  if (request.replay && prefix.length > request.maxTokens) {
    throw new UserError(
      'bad-request',
      `What begins each sample is ${count(prefix.length)} tokens long and maxTokens is ` +
        `${count(request.maxTokens)}; ask for more tokens.`,
      'maxTokens',
    )
  }
  return { encoded, prompt, prefix }
}

/** The prompt with what follows it and the tokens asked for have to fit the context. */
function checkLength(
  { info }: LanguageModel,
  prompt: number,
  prefix: number,
  { maxTokens, replay, mayFillContext }: LengthFields,
): void {
  const { id, contextLength } = info
  const length = prompt + prefix
  const what = prefix > 0 ? 'The prompt with what follows it' : 'The prompt'
  const size = `${what} is ${tokensIn(length)} long`
  if (maxTokens === 0 ? length > contextLength : length >= contextLength) {
    throw new UserError(
      'prompt-too-long',
      `${size}, and ${id} reads ${count(contextLength)} with the continuation included; shorten ` +
        `${prefix > prompt ? 'what follows it' : 'the prompt'}.`,
      'prompt',
    )
  }
  const room = contextLength - prompt - (replay ? 0 : prefix)
  if (maxTokens <= room || mayFillContext) return
  throw new UserError(
    'prompt-too-long',
    `${size} and ${count(maxTokens)} more are asked for, and ${readsInAll(info)}; ask for at most ` +
      `${count(room)}.`,
    'maxTokens',
  )
}

const tokensIn = (length: number): string => plural(length, 'token')
