import type { LanguageModel } from '../../decoding/model.ts'
import { UserError } from '../../errors.ts'
import { inspect } from '../../runs/inspect/inspect.ts'
import { parseInspectRequest } from '../../runs/inspect/request.ts'
import { runLab } from '../../runs/lab/lab.ts'
import { remoteModel } from '../../runs/remote/remote-model.ts'
import type { Vocabulary } from '../../runs/remote/vocabulary.ts'
import { parseRunRequest } from '../../runs/request/request.ts'
import type { RunEvent, RunProblem } from '../../runs/run/events.ts'
import { run } from '../../runs/run/run.ts'
import { modelsNamed } from '../../runs/run/run-models.ts'
import type { Asked, FromWorker, OwnTask, OwnTasks, ReadPrompt, ToWorker } from './messages.ts'

/**
 * The engine in a worker of the browser, where a person's own step is computed: the server's own code decodes
 * and inspects here, on models whose forwards the server makes.
 */

interface Scope {
  onmessage: ((event: { readonly data: ToWorker }) => void) | null
  postMessage(message: FromWorker): void
}
const scope = globalThis as unknown as Scope

const going = new Map<number, AbortController>()
const asking = new Map<number, { resolve(reply: unknown): void; reject(error: Error): void }>()
const models = new Map<string, Promise<LanguageModel>>()
let asked = 0

scope.onmessage = ({ data }) => {
  if (data.kind === 'do') void answer(data)
  else if (data.kind === 'stop') going.get(data.id)?.abort()
  else {
    const { resolve, reject } = asking.get(data.id)!
    asking.delete(data.id)
    if (data.kind === 'answer') resolve(data.reply)
    else reject(new UserError(data.problem.code, data.problem.message))
  }
}
scope.postMessage({ kind: 'ready' })

async function answer({ id, task, input }: Extract<ToWorker, { kind: 'do' }>): Promise<void> {
  const controller = new AbortController()
  going.set(id, controller)
  try {
    const onEvent = (event: RunEvent) => scope.postMessage({ kind: 'event', id, event })
    const result = await TASKS[task](input as never, controller.signal, onEvent)
    scope.postMessage({ kind: 'done', id, result })
  } catch (error) {
    scope.postMessage({ kind: 'failed', id, problem: problemOf(error) })
  } finally {
    going.delete(id)
  }
}

type Task<Name extends OwnTask> = (
  input: OwnTasks[Name]['input'],
  signal: AbortSignal,
  onEvent: (event: RunEvent) => void,
) => OwnTasks[Name]['result'] | Promise<OwnTasks[Name]['result']>

const TASKS: { readonly [Name in OwnTask]: Task<Name> } = {
  lab: (body) => runLab(body),
  async run({ model, body, ...prompt }, signal, onEvent) {
    const request = {
      ...parseRunRequest(body),
      model,
      ...fieldsOf(prompt),
      prefix: prompt.prefix,
      insert: '',
    }
    await run(await modelOf(model), request, onEvent, signal, await others(modelsNamed(request)))
    return undefined
  },
  async inspect({ model, body, ...prompt }, signal) {
    const request = { ...parseInspectRequest(body), model, ...fieldsOf(prompt) }
    const ids = modelsNamed({ lanes: [request.lane, ...request.others] })
    return inspect(await modelOf(model), request, signal, await others(ids))
  },
}

/** The prompt as it was before its last token was taken back: that is done again here. */
const fieldsOf = ({ promptTokens, takenBack }: Omit<ReadPrompt, 'prefix'>) => ({
  promptTokens: takenBack === undefined ? promptTokens : [...promptTokens, takenBack],
})

function modelOf(id: string): Promise<LanguageModel> {
  const model = models.get(id) ?? openModel(id)
  models.set(id, model)
  model.catch(() => models.delete(id))
  return model
}

async function openModel(model: string): Promise<LanguageModel> {
  const vocabulary = await ask<Vocabulary>('/api/vocabulary', { model })
  return remoteModel(vocabulary, async (texts) => {
    const { logits } = await ask<{ readonly logits: readonly string[] }>('/api/logits', { model, texts })
    return logits.map(floatsIn)
  })
}

async function others(ids: readonly string[]): Promise<Map<string, LanguageModel>> {
  return new Map(await Promise.all(ids.map(async (id) => [id, await modelOf(id)] as const)))
}

/** @throws UserError in the server's sentence */
function ask<Reply>(path: Asked, body: object): Promise<Reply> {
  const id = asked++
  return new Promise<Reply>((resolve, reject) => {
    asking.set(id, { resolve: resolve as (reply: unknown) => void, reject })
    scope.postMessage({ kind: 'ask', id, path, body })
  })
}

/** @param text base64 of little-endian float32 */
function floatsIn(text: string): Float32Array {
  const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0))
  return new Float32Array(bytes.buffer)
}

function problemOf(error: unknown): RunProblem {
  if (!(error instanceof UserError)) return { code: 'internal', message: String(error) }
  const { code, message, field } = error
  return { code, message, ...(field !== undefined && { field }) }
}
