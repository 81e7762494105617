import { branchText } from '../../../runs/run/branch-start.ts'
import { letterOf } from '../../ui/lane.ts'
import type { Growth, Run, Sample } from '../run/run.ts'
import { growthsAlong } from './branch.ts'

/** What a person put into texts that a model wrote: for whatever shows or saves them without the captions. */

/** Whether a person put this token there. */
export const isForced = (sample: Sample | undefined, step: number): boolean =>
  [...growthsAlong(sample).values()].some((one) => step >= one.step && step < one.step + one.forced)

/** Each branch that a text still runs through, as in `token 5: “ suddenly” typed instead of “ he”`. */
export const branchWords = (sample: Sample): string[] =>
  [...growthsAlong(sample).values()].map((growth) => growthWords(growth, sample))

function growthWords(growth: Growth, { steps }: Sample): string {
  const { step, text, from } = growth
  const put = `“${branchText(growth, steps)}” ${text === undefined ? 'chosen' : 'typed'}`
  const old = from.steps[step]?.text
  return `token ${step + 1}: ${put}${old === undefined ? '' : ` instead of “${old}”`}`
}

/** The same of all texts of a run, each with its place. */
export const branchesInWords = ({ lanes }: Run): string[] =>
  lanes.flatMap(({ key, samples }) =>
    samples.flatMap((sample, index) => {
      const place = `lane ${letterOf(key)}${samples.length > 1 ? `, sample ${index + 1}` : ''}`
      return branchWords(sample).map((words) => `${place}, ${words}`)
    }),
  )
