import { useEffect, useRef, useState } from 'preact/hooks'
import { messageOf } from '../../errors.ts'
import type { ModelListing } from '../../models/model-listing.ts'
import { announce } from './announce.tsx'
import { isOnItsWay } from './download-text.ts'
import { fetchJson } from './fetch-json.ts'

/** Milliseconds until the next look while a model is being fetched or opened. */
const SOON = 700

const REQUESTS = {
  download: { method: 'POST', path: '/download' },
  cancel: { method: 'DELETE', path: '/download' },
  remove: { method: 'DELETE', path: '' },
} as const

/** What can be asked for a model. */
export type Action = keyof typeof REQUESTS

/** What a person chose with a download. */
export interface Wishes {
  readonly dtype?: string
  /** Whether the model's terms are accepted. */
  readonly accept?: boolean
}

/** What changes of a model are announced by. */
type Watched = Pick<ModelListing, 'id' | 'title' | 'state'> & { readonly reason?: string }

export const fetchModels = (): Promise<readonly ModelListing[]> => fetchJson('/api/models')

/**
 * Looks at models again and again, announces how they change, and asks what a person wants of them.
 * @param first the models as they are known
 * @param look asks the server for the models and shows them
 * @param later milliseconds until the next look while none is; without it, looking then ends
 */
export function useModels(
  first: readonly Watched[],
  look: () => Promise<readonly ModelListing[]>,
  later?: number,
) {
  const [problem, setProblem] = useState('')
  const known = useRef(first)
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined)

  const watch = async () => {
    clearTimeout(timer.current)
    let pause = later
    try {
      const models = await look()
      announceChanges(known.current, models)
      known.current = models
    } catch {
      // The server is away; the next look will show.
      pause ??= SOON
    }
    clearTimeout(timer.current)
    if (known.current.some(willChange)) pause = SOON
    if (pause !== undefined) timer.current = setTimeout(watch, pause)
  }
  useEffect(() => {
    if (later !== undefined || first.some(willChange)) void watch()
    return () => clearTimeout(timer.current)
  }, [])

  const press = async (id: string, action: Action, wishes: Wishes = {}) => {
    const { method, path } = REQUESTS[action]
    try {
      await fetchJson(`/api/models/${encodeURIComponent(id)}${path}`, {
        method,
        ...(action === 'download' && { body: wishes }),
      })
      setProblem('')
    } catch (error) {
      setProblem(messageOf(error))
    }
    await watch()
  }
  return { problem, press }
}

/** Whether its state ends by itself. */
const willChange = ({ state }: Watched): boolean => state === 'loading' || isOnItsWay(state)

/** Reads out what a listener would otherwise miss. */
function announceChanges(before: readonly Watched[], after: readonly Watched[]): void {
  for (const { id, title, state, reason = '' } of after) {
    const was = before.find((one) => one.id === id)?.state
    if (was === undefined || was === state) continue
    if (state === 'downloaded' && was !== 'loaded') announce(`${title} is ready.`)
    if (state === 'failed' || state === 'unreachable') announce(reason)
    if (state === 'downloading') announce(`Downloading ${title}.`)
  }
}
