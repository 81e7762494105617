// @ts-check

/**
 * Branches as links and commands write them. Pure.
 * @typedef {{ step: number, token?: number, text?: string }} Choice a token, or typed text, that stands at `step` instead
 * @typedef {{ lane: number, sample: number } & Choice} BranchPlace lane by place and sample, from 0
 */

/** A branch in a link or a command: "2.1.14:532" for a token, "2.1.14= lit" for text; places count from 1. @param {BranchPlace} place */
export const formatBranch = ({ lane, sample, step, token, text = '' }) =>
  `${lane + 1}.${sample + 1}.${step + 1}${token === undefined ? `=${text}` : `:${token}`}`

/** The branches a link asks for. @param {URLSearchParams} params */
export const branchesIn = (params) => params.getAll('branch').flatMap((one) => parseBranch(one) ?? [])

/** @param {string} notation @returns {BranchPlace | undefined} nothing where it is no branch */
export function parseBranch(notation) {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,5})(?::(\d{1,9})|=([\s\S]+))$/.exec(notation)
  if (!match) return undefined
  const [lane = 0, sample = 0, step = 0] = match.slice(1, 4).map((one) => Number(one) - 1)
  if (lane < 0 || sample < 0 || step < 0) return undefined
  const [token, text] = [match[4], match[5]]
  return { lane, sample, step, ...(token === undefined ? { text: text ?? '' } : { token: Number(token) }) }
}
