import { parseVocabularyRequest, type Vocabulary, vocabularyOf } from '../../runs/remote/vocabulary.ts'
import { withModels } from '../../runs/run/with-models.ts'
import type { ModelTask } from './task.ts'

/** A model's tokens, all of them. */
export const vocabularyTask: ModelTask<Vocabulary> = async (input, { library, signal }) => {
  const { model: id } = parseVocabularyRequest(input)
  return withModels(library, [id], signal, async (model) => vocabularyOf(model!))
}
