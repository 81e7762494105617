import { useEffect, useRef, useState } from 'preact/hooks'
import { messageOf } from '../../../errors.ts'
import { announce } from '../../ui/announce.tsx'
import { type Download, isOnItsWay } from '../../ui/download-text.ts'
import { fetchJson } from '../../ui/fetch-json.ts'
import { takeStates } from '../run/refresh-models.ts'
import { titleOf } from '../settings/offer.ts'
import type { Page } from '../state/page.ts'

/** A model as `GET /api/models` has it. */
interface Listing extends Download {
  readonly id: string
  readonly state: string
  readonly reason?: string
}

/** Looks again this soon while it is on its way, in milliseconds. */
const PAUSE = 700

/** A model on its way to this computer: how it is, and what can be done about it. */
export function useSecond(page: Page, id: string) {
  const state = page.offer.value.models.find((one) => one.id === id)?.state ?? 'available'
  const [found, setFound] = useState<Listing>()
  const [problem, setProblem] = useState('')
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined)

  const watch = async () => {
    clearTimeout(timer.current)
    const listing = await fetchJson<readonly Listing[]>('/api/models').catch(() => undefined)
    const own = listing?.find((one) => one.id === id)
    if (listing) {
      takeStates(page, listing)
      setFound(own)
    }
    clearTimeout(timer.current)
    if (own && !isOnItsWay(own.state)) tellEnd(page, own)
    else timer.current = setTimeout(watch, PAUSE)
  }
  useEffect(() => {
    if (isOnItsWay(state)) void watch()
    return () => clearTimeout(timer.current)
  }, [id])

  const press = async (method: 'POST' | 'DELETE') => {
    const body = method === 'POST' ? { body: {} } : {}
    try {
      await fetchJson(`/api/models/${encodeURIComponent(id)}/download`, { method, ...body })
      setProblem('')
    } catch (error) {
      setProblem(messageOf(error))
    }
    await watch()
  }
  return { ...found, state, problem: problem || (found?.reason ?? ''), press }
}

function tellEnd(page: Page, { id, state, reason = '' }: Listing): void {
  if (state === 'downloaded') announce(`${titleOf(id, page.offer.peek().models)} is ready.`)
  else if (state === 'failed' || state === 'unreachable') announce(reason)
}
