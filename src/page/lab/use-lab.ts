import { useEffect, useRef, useState } from 'preact/hooks'
import type { LabResult } from '../../runs/lab/lab.ts'
import type { StrategyDescription } from '../../strategies/chain/describe.ts'
import { openOwnWorker } from '../own/host.ts'
import { fetchJson, RequestError } from '../ui/fetch-json.ts'
import { hasOwnStep } from './chain.ts'
import { addressOf, whyNoLink } from './link.ts'
import { firstWrong, requestOf } from './request.ts'
import type { LabState } from './state.ts'
import { faultOf, type LabView, viewOf } from './view.ts'

/** How long the settings must rest before they are run, in milliseconds. */
const REST = 70

/** The server's last answer: the last plots that could be drawn, and why there are no newer ones. */
export interface Answer {
  readonly view: LabView | undefined
  /** What is wrong with the count or the seed. */
  readonly drawFault: string
  /** What is wrong with anything else that has no field of its own. */
  readonly problem: string
}

type Drawn = Pick<LabState, 'draws' | 'seed'>

/**
 * Runs the settings whenever they have changed and rested. Of several answers under way only the latest
 * counts. The address of the page becomes a link to what is drawn.
 */
export function useLab(
  state: LabState,
  drawn: Drawn,
  served: Answer,
  strategies: readonly StrategyDescription[],
  exercise?: string,
): Answer {
  const [answer, setAnswer] = useState(served)
  const [settled, setSettled] = useState({ ...state, ...drawn })
  const isFirst = useRef(true)
  const { entries, mode, lanes, history } = state
  const { draws, seed } = drawn
  useEffect(() => {
    const isOwn = hasOwnStep(lanes, strategies)
    const isServed = isFirst.current && !isOwn
    isFirst.current = false
    if (isServed) return
    if (firstWrong(state).index >= 0) {
      // The field states what is wrong now; what the server found was about an earlier value.
      setAnswer((last) => ({ ...last, problem: '' }))
      return
    }
    const asking = new AbortController()
    const asked = { ...state, ...drawn }
    const ask = () =>
      answerTo(asked, isOwn, asking.signal).then(
        (change) => {
          setAnswer((last) => ({ ...last, ...change }))
          if (change.view) setSettled(asked)
        },
        () => undefined,
      )
    const timer = setTimeout(ask, REST)
    return () => {
      clearTimeout(timer)
      asking.abort()
    }
  }, [entries, mode, lanes, history, draws, seed])
  useAddress({ ...settled, show: state.show, selected: state.selected }, exercise)
  return answer
}

/** @throws once the signal is aborted */
async function answerTo(state: LabState, isOwn: boolean, signal: AbortSignal): Promise<Partial<Answer>> {
  const body = requestOf(state)
  try {
    const result = await (isOwn
      ? computeHere(body, signal)
      : fetchJson<LabResult>('/api/lab', { body, signal }))
    return { view: viewOf(result), drawFault: '', problem: '' }
  } catch (error) {
    if (!(error instanceof RequestError)) throw error
    return faultOf(error.problem)
  }
}

/** In a worker of this browser: what is no longer wanted ends at once, even in the middle. */
async function computeHere(body: object, signal: AbortSignal): Promise<LabResult> {
  const worker = openOwnWorker()
  try {
    return await worker.ask('lab', body, { signal })
  } finally {
    worker.close()
  }
}

/**
 * Keeps the address of the page a link to settings, without entries in the history; the plain one where they
 * are too many for a link.
 */
function useAddress(state: LabState, exercise: string | undefined): void {
  const isFirst = useRef(true)
  const address = addressOf(state, exercise)
  useEffect(() => {
    if (!isFirst.current) history.replaceState(null, '', whyNoLink(address) ? '/lab' : address)
    isFirst.current = false
  }, [address])
}
