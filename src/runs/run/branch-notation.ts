import { UserError } from '../../errors.ts'
import type { SampleResult } from './events.ts'

/** Where a text is taken up with another token, or with typed text. Lane, sample and step count from 0. */
export interface Branch {
  readonly lane: number
  readonly sample: number
  readonly step: number
  /** The token at the step; absent where text was typed. */
  readonly token?: number | undefined
  readonly text?: string | undefined
}

/** A branch with the text it grew into. */
export interface GrownBranch extends Branch {
  readonly result: SampleResult
}

/**
 * A branch as links and commands write it: "2.1.14:532" for a token, "2.1.14= lit" for text, counted from 1.
 */
export const formatBranch = ({ lane, sample, step, token, text = '' }: Branch): string =>
  `${lane + 1}.${sample + 1}.${step + 1}${token === undefined ? `=${text}` : `:${token}`}`

/**
 * Reads a branch: `LANE.SAMPLE.STEP:TOKEN` or `LANE.SAMPLE.STEP=TEXT`, counted from 1.
 * @throws UserError `bad-branch`
 */
export function parseBranch(notation: string): Branch {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,5})(?::(\d{1,9})|=([\s\S]+))$/.exec(notation)
  const [lane, sample, step] = (match ?? []).slice(1, 4).map((one) => Number(one) - 1)
  if (!match || lane! < 0 || sample! < 0 || step! < 0) {
    throw new UserError(
      'bad-branch',
      'Expected a branch as LANE.SAMPLE.STEP:TOKEN or LANE.SAMPLE.STEP=TEXT, counted from 1, for ' +
        `example 2.1.14:532, got "${notation}".`,
    )
  }
  const at = { lane: lane!, sample: sample!, step: step! }
  return match[4] === undefined ? { ...at, text: match[5]! } : { ...at, token: Number(match[4]) }
}
