import type { LanguageModel } from '../../decoding/model.ts'
import type { Loan, ModelLibrary } from '../../models/library.ts'

/**
 * Borrows models for as long as `work` takes: none of them is closed or removed meanwhile.
 * @param ids in the order in which `work` gets the models; undefined is the default one
 * @throws UserError what borrowing throws
 */
export async function withModels<Result>(
  library: Pick<ModelLibrary, 'borrow'>,
  ids: readonly (string | undefined)[],
  signal: AbortSignal,
  work: (...models: LanguageModel[]) => Promise<Result>,
): Promise<Result> {
  const loans: Loan[] = []
  try {
    for (const id of ids) loans.push(await library.borrow(id, { signal }))
    return await work(...loans.map(({ model }) => model))
  } finally {
    for (const loan of loans) loan.giveBack()
  }
}
