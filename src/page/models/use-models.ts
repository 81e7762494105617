import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import { messageOf } from '../../errors.ts'
import { announce } from '../ui/announce.tsx'
import { isOnItsWay } from '../ui/download-text.ts'
import { fetchJson } from '../ui/fetch-json.ts'
import type { Action, Listing, ModelsProps, Usage, Wishes } from './props.ts'

/** Looks again this soon while something moves, and this soon otherwise, in milliseconds. */
const SOON = 700
const LATER = 10_000

const REQUESTS = {
  download: { method: 'POST', path: '/download' },
  cancel: { method: 'DELETE', path: '/download' },
  remove: { method: 'DELETE', path: '' },
} as const

/** The list of models, kept up to date; and what its buttons do without leaving the page. */
export function useModels(props: ModelsProps) {
  const [look, setLook] = useState({ models: props.models, usage: props.usage, now: props.now })
  const [asked, setAsked] = useState(props.asked)
  const [problem, setProblem] = useState('')
  const last = useRef(props.models)
  /** Looks at once, and then again and again. */
  const refresh = useRef(async () => {})

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    const watch = async () => {
      clearTimeout(timer)
      try {
        const [models, usage] = await Promise.all([
          fetchJson<readonly Listing[]>('/api/models'),
          fetchJson<Usage>('/api/models/usage'),
        ])
        announceChanges(last.current, models)
        last.current = models
        setLook({ models, usage, now: Date.now() })
      } catch {
        // The server is away; the next look will show.
      }
      const isMoving = last.current.some(({ state }) => state === 'loading' || isOnItsWay(state))
      clearTimeout(timer)
      timer = setTimeout(watch, isMoving ? SOON : LATER)
    }
    refresh.current = watch
    void watch()
    return () => clearTimeout(timer)
  }, [])

  const press = async (id: string, action: Action, wishes: Wishes) => {
    const { method, path } = REQUESTS[action]
    setAsked('')
    try {
      await fetchJson(`/api/models/${encodeURIComponent(id)}${path}`, {
        method,
        ...(action === 'download' && { body: wishes }),
      })
      setProblem('')
    } catch (error) {
      setProblem(messageOf(error))
    }
    await refresh.current()
  }
  const ask = useFocusedQuestion(setAsked)
  return { ...look, asked, problem, press, ask }
}

/** The keyboard goes to the safe answer of a question, and back to its button. */
function useFocusedQuestion(setAsked: (id: string) => void) {
  const [focus, setFocus] = useState({ mark: '' })
  useLayoutEffect(() => {
    const { mark } = focus
    if (mark) document.querySelector<HTMLElement>(`[data-focus="${mark}"]`)?.focus()
  }, [focus])
  return (id: string, isAsked: boolean) => {
    setAsked(isAsked ? id : '')
    setFocus({ mark: `${isAsked ? 'keep' : 'bin'}-${id}` })
  }
}

/** Reads out what a listener would otherwise miss. */
function announceChanges(before: readonly Listing[], after: readonly Listing[]): void {
  for (const { id, title, state, reason } of after) {
    const was = before.find((one) => one.id === id)?.state
    if (was === undefined || was === state) continue
    if (state === 'downloaded' && was !== 'loaded') announce(`${title} is ready.`)
    if (state === 'failed' || state === 'unreachable') announce(reason ?? '')
    if (state === 'downloading') announce(`Downloading ${title}.`)
  }
}
