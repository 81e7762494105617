import type { LabExercise } from '../../../page/lab/exercise.ts'
import { EXERCISE, exercises } from '../learn/exercises.ts'
import { once } from '../once.ts'

const all = once(exercises)

/** The exercise that a link or a posted form names; undefined where it names none there is. */
export function exerciseIn(fields: URLSearchParams): LabExercise | undefined {
  const index = all().findIndex(({ id }) => id === fields.get(EXERCISE))
  const exercise = all()[index]
  if (!exercise) return undefined
  const [previous, next] = [all()[index - 1]?.link, all()[index + 1]?.link]
  return {
    ...exercise,
    number: index + 1,
    count: all().length,
    ...(previous !== undefined && { previous }),
    ...(next !== undefined && { next }),
  }
}
