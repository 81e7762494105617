import { UserError } from '../../errors.ts'
import type { ModelEntry } from '../catalogue/catalogue.ts'
import { openFolder } from '../runtime/load.ts'
import type { OnnxLanguageModel } from '../runtime/onnx-model.ts'

/** What only opening a model tells. */
export interface ModelFacts {
  readonly vocabularySize: number
  readonly contextLength: number
  readonly hiddenStates: boolean
}

/** Letters, digits, punctuation, a space run, characters of two and four bytes. */
const PROBE = "The old man's 3 cats  sat; naïve, 100% sure. 😀"

/**
 * Opens a folder as a model, runs one step and lets it go: what passes here can continue a text.
 * @throws UserError `model-broken` or `model-unsupported`, naming what cannot be taken
 */
export async function inspectModel(entry: ModelEntry, folder: string): Promise<ModelFacts> {
  const model = await openFolder(entry, folder)
  try {
    const { vocabularySize, contextLength, hasHiddenStates } = model.info
    checkShape(entry.title, model)
    checkText(entry.title, model)
    await checkStep(entry.title, model)
    return { vocabularySize, contextLength, hiddenStates: hasHiddenStates }
  } finally {
    await model.release()
  }
}

const refuse = (title: string, reason: string) =>
  new UserError('model-unsupported', `${title} cannot be used: ${reason}.`)

function checkShape(title: string, { info, keepsCache }: OnnxLanguageModel): void {
  if (!keepsCache) {
    throw refuse(
      title,
      'its graph carries no cache (past_key_values); export it for the task text-generation-with-past',
    )
  }
  for (const [name, value] of [
    ['vocab_size', info.vocabularySize],
    ['max_position_embeddings', info.contextLength],
  ] as const) {
    if (!Number.isInteger(value) || value < 1) throw refuse(title, `its config.json states no ${name}`)
  }
}

function checkText(title: string, model: OnnxLanguageModel): void {
  const tokens = model.encode(PROBE)
  const text = Buffer.concat(tokens.map((token) => model.bytesOf(token))).toString('utf8')
  // SentencePiece puts a space before the first word.
  if (tokens.length === 0 || text.trimStart() !== PROBE) {
    throw refuse(
      title,
      `its tokenizer does not give a text back: ${JSON.stringify(PROBE)} became ${JSON.stringify(text)}`,
    )
  }
}

async function checkStep(title: string, model: OnnxLanguageModel): Promise<void> {
  try {
    const batch = await model.prefill(model.encode(PROBE).slice(0, 4))
    const next = await batch.extend([{ parent: 0, token: 0 }])
    const { logits } = next.rows[0]!
    next.dispose()
    if (logits.length < model.info.vocabularySize)
      throw new Error(`it gives ${logits.length} logits for ${model.info.vocabularySize} tokens`)
  } catch (error) {
    throw refuse(title, `one step of it failed: ${(error as Error).message.split('\n')[0]}`)
  }
}
