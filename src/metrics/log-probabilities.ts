import { UserError } from '../errors.ts'
import type { TextRecord } from './definition.ts'

/**
 * A record from elsewhere, whose log-probabilities are some.
 * @param where its place, for whoever has to mend it
 * @throws UserError `bad-input` where one is above 0
 */
export function checked(record: TextRecord, where: string): TextRecord {
  for (const name of ['logprobs', 'temperedLogprobs'] as const) {
    const at = record[name]?.findIndex((value) => value > 0) ?? -1
    if (at >= 0) {
      throw new UserError(
        'bad-input',
        `${where}: log-probabilities are natural logs, at most 0; ${name} has ${record[name]![at]} ` +
          `at token ${at + 1}.`,
      )
    }
  }
  return record
}
