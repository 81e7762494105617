import type { Words } from '../chain/definition.ts'
import type { ContrastiveChoice, ContrastiveRecord } from './contrastive-score.ts'

/** What a contrastive search did in one step, beyond its chain. */
export interface ContrastiveStep extends Pick<ContrastiveRecord, 'kind'> {
  readonly choices: readonly (ContrastiveChoice & { readonly text: string; readonly isOwn: boolean })[]
}

/** The candidates of a text's last step; nothing where its token is none of them. */
export function lookAtContrastive(
  { kind, steps }: ContrastiveRecord,
  tokens: readonly number[],
  { nameOf }: Words,
): ContrastiveStep | undefined {
  const own = tokens.at(-1)
  const choices = (steps[tokens.length - 1] ?? []).map((choice) => ({
    ...choice,
    text: nameOf(choice.token),
    isOwn: choice.token === own,
  }))
  return choices.some(({ isOwn }) => isOwn) ? { kind, choices } : undefined
}
