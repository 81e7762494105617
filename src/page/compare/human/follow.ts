import { messageOf } from '../../../errors.ts'
import type { ScoreResult } from '../../../runs/score/result.ts'
import { fetchJson } from '../../ui/fetch-json.ts'
import type { Page } from '../state/page.ts'
import { isSameWish, scoreRequestOf, type Wanted, wantedOf } from './human.ts'

/** Scoring a human text. It follows the run: another prompt or model, and it is scored again. */

let current: AbortController | undefined

/** Has a text scored, in the place of whatever is being scored. Undefined where another came in between. */
export async function scoreInstead(wanted: Wanted): Promise<ScoreResult | undefined> {
  current?.abort()
  const controller = new AbortController()
  current = controller
  try {
    return await fetchJson<ScoreResult>('/api/score', {
      body: scoreRequestOf(wanted),
      signal: controller.signal,
    })
  } catch (error) {
    if (controller.signal.aborted) return undefined
    throw error
  }
}

/** Keeps what is scored in step with what is set. */
export async function followHuman(page: Page): Promise<void> {
  const before = page.human.peek()
  const wanted = wantedOf(page.settings.peek(), page.run.peek())
  if (!wanted) {
    current?.abort()
    page.human.value = undefined
    return
  }
  if (isSameWish(wanted, before?.wanted)) return
  const isSameText = before?.result && isSameWish({ ...before.wanted, p: wanted.p }, wanted)
  page.human.value = { wanted, ...(isSameText && before.result && { result: before.result }) }
  try {
    const result = await scoreInstead(wanted)
    if (result) page.human.value = { wanted, result }
  } catch (error) {
    page.human.value = { wanted, message: messageOf(error) }
  }
}
