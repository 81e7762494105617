import type { LanguageModel } from '../../decoding/model.ts'
import { encodeDocument } from '../../runs/request/prompt.ts'
import { createTextStream } from '../../runs/run/text.ts'
import type { Context } from './definition.ts'
import prompts from './prompts.json' with { type: 'json' }

/** Story openings written for this project. */
export const storyOpenings: readonly string[] = prompts.openings

/** A whole text as a context. */
export const contextOf = (model: LanguageModel, text: string): Context => ({
  text,
  tokens: encodeDocument(model, text),
})

/**
 * Texts cut to their first tokens. Those that a tokenizer makes shorter, or encodes otherwise once they are
 * cut, are left out: a context must be what its words encode to.
 */
export function cutOpenings(model: LanguageModel, texts: readonly string[], length: number): Context[] {
  return texts.flatMap((whole) => {
    const tokens = encodeDocument(model, whole).slice(0, length)
    const stream = createTextStream(model)
    stream.update(tokens)
    const isSame = encodeDocument(model, stream.text).join() === tokens.join()
    return isSame && tokens.length === length ? [{ text: stream.text, tokens }] : []
  })
}
