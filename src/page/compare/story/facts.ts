import { loopWords } from '../../../metrics/finding.ts'
import { isMarked } from '../lane/tail.ts'
import type { LaneView } from '../lane/view.ts'
import { textSteps } from '../run/run.ts'
import type { LaneFacts, Lesson } from './lesson.ts'

/** What is measured of a lane's finished text. */
function factsOf({ letter, sample, isLive }: LaneView): LaneFacts | undefined {
  if (!sample || isLive || sample.steps.length === 0) return undefined
  const steps = textSteps(sample)
  const nats = steps.reduce((sum, { logprob }) => sum - logprob, 0) / steps.length
  return {
    letter,
    tokens: steps.length,
    tail: steps.filter(isMarked).length,
    loops: loopWords(steps),
    bits: nats / Math.LN2,
  }
}

/** What to look at: by what was measured, once the marked lane has its text. */
export function lookOf({ look, found, mark }: Lesson, views: readonly LaneView[]): string {
  const view = mark === 'chart' ? undefined : views.find((one) => isMarkedLane(mark.lane, one))
  const facts = view && factsOf(view)
  const first = facts && factsOf(views[0]!)
  return first && found ? found(facts, first) : look
}

export const isMarkedLane = (
  lane: number | 'human',
  { key, isHuman }: Pick<LaneView, 'key' | 'isHuman'>,
): boolean => (lane === 'human' ? isHuman : lane === key)
