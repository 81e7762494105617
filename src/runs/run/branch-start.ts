import type { Branch } from './branch-notation.ts'

/** How the text of a branch begins. */

type Choice = Pick<Branch, 'step' | 'token' | 'text'>

/**
 * The tokens that stay and what a person puts behind them, as a request asks for them.
 * @param tokens the text so far
 */
export const branchStart = ({ step, token, text }: Choice, tokens: readonly number[]) => ({
  replay: true,
  prefix: [...tokens.slice(0, step), ...(token === undefined ? [] : [token])],
  ...(text !== undefined && { insert: text }),
})

/** What a person put there. @param steps of the text with the branch */
export const branchText = (
  { step, text }: Pick<Choice, 'step' | 'text'>,
  steps: readonly { readonly text: string }[],
): string => text ?? steps[step]?.text ?? ''
