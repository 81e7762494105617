import { useEffect, useRef, useState } from 'preact/hooks'
import type { Inspection } from '../../../runs/inspect/inspect.ts'
import { recordKey } from '../export/record-key.ts'
import type { LaneView } from '../lane/view.ts'
import { inspection } from '../own/inspect.ts'
import { usePage } from '../state/page.ts'
import { inspectRequestOf, type OtherLane, othersAt } from './plan.ts'

/** What the server knows of a token; empty while it is asked. */
export interface Answer {
  readonly inspection?: Inspection
  /** The other lanes at this token. */
  readonly others?: readonly OtherLane[]
  /** Why there is no inspection. */
  readonly trouble?: string
}

/** What was shown before stays this long, in milliseconds, while the next token is on its way. */
const PATIENCE = 120

/**
 * Takes a token apart: the server follows the lane's own text up to there, so that it knows what the lane
 * knew. Asked again when another token comes to be there.
 */
export function useInspection(view: LaneView | undefined, step: number, rows: number): Answer {
  const page = usePage()
  const [answer, setAnswer] = useState<Answer>({})
  const wasOpen = useRef(false)
  const token = view?.sample?.steps[step]?.token
  useEffect(() => {
    const run = page.run.peek() ?? view?.run
    if (!view || !run || token === undefined) return
    const controller = new AbortController()
    const recorded = page.recorded?.[recordKey(view, step)]
    const { strategies } = page.offer.peek()
    const others = othersAt(view, page.views.peek(), step, strategies)
    if (page.recorded) return setAnswer(recorded ? answerOf(others, recorded) : NOT_RECORDED)
    if (!wasOpen.current) setAnswer({})
    wasOpen.current = true
    const waiting = setTimeout(() => setAnswer({}), PATIENCE)
    const show = (next: Answer) => {
      clearTimeout(waiting)
      if (!controller.signal.aborted) setAnswer(next)
    }
    const body = inspectRequestOf(run, view, step, rows, others)
    inspection(body, strategies, controller.signal).then(
      (found) => show(answerOf(others, found)),
      (error: Error) => show({ trouble: error.message }),
    )
    return () => {
      clearTimeout(waiting)
      controller.abort()
    }
  }, [view?.key, view?.sampleIndex, step, token, rows])
  useEffect(() => {
    if (!view) wasOpen.current = false
  }, [view === undefined])
  return answer
}

/** The file an exported page is in has the first tokens of each lane, and of its sample that was shown. */
const NOT_RECORDED: Answer = {
  trouble: 'This token was not recorded when the page was exported; the server it comes from can show it.',
}

const answerOf = (others: readonly OtherLane[], found: Inspection): Answer => ({
  inspection: found,
  others: withPositions(others, found),
})

function withPositions(others: readonly OtherLane[], { landing, contest }: Inspection): OtherLane[] {
  const [positions, contenders] = [landing?.others.values(), contest?.others.values()]
  return others.map((other) =>
    other.why === ''
      ? { ...other, position: positions?.next().value, contender: contenders?.next().value }
      : other,
  )
}
