import { messageOf } from '../../../errors.ts'
import type { Replay } from '../../../runs/replay/replay-report.ts'
import { announce } from '../../ui/announce.tsx'
import { fetchJson } from '../../ui/fetch-json.ts'
import type { NoticeText } from '../../ui/notice.tsx'
import { readTextFile } from '../../ui/read-file.ts'
import { remember } from '../branch/place.ts'
import { hasOwnStep } from '../chain/lane-chain.ts'
import { withConsent } from '../own/consent.ts'
import { stop } from '../run/generate.ts'
import type { Run } from '../run/run.ts'
import { type Page, refuse, setLook } from '../state/page.ts'
import { replayNotice } from './replay-notice.ts'
import type { OpenedRun } from './run-file.ts'

/** Opening an exported run: shown at once, then run again and compared. */

/** Files above this are not read. */
const MOST_BYTES = 64_000_000

let current: AbortController | undefined

export async function openFile(page: Page, file: File): Promise<void> {
  const title = `${file.name} cannot be opened`
  const read = await readTextFile(file, MOST_BYTES, 'a run file')
  if ('fault' in read) return refuse(page, title, read.fault)
  // The checks come with their own library, which is fetched when it is first needed.
  const { openRunFile } = await import('./run-file.ts')
  const opened = openRunFile(read.text, file.name, page.offer.peek())
  if (typeof opened === 'string') return refuse(page, title, opened)
  stop(page)
  current?.abort()
  page.settings.value = opened.run.settings
  page.faults.value = {}
  page.problems.value = []
  page.run.value = opened.run
  setLook(page, { sample: 0 })
  remember(page)
  withConsent(page, opened.run.settings, () => void compare(page, opened))
}

/** Several files, or none that can be read, dropped at once. */
export const refuseFiles = (page: Page): void =>
  refuse(page, 'These files cannot be opened', 'Drop one exported run at a time.')

/** Has it run again, and shows what came of it. */
async function compare(page: Page, { run, replay }: OpenedRun): Promise<void> {
  const controller = new AbortController()
  current = controller
  notify(page, run, {
    kind: '',
    icon: 'clock',
    title: `Replaying ${run.file}`,
    text: 'It runs once more with the settings of the file; then every token is compared.',
    action: { label: 'Cancel', press: () => controller.abort() },
  })
  try {
    const { signal } = controller
    const isHere = run.settings.lanes.some(({ chain }) => hasOwnStep(chain))
    const reply = isHere
      ? await (await import('../own/replay-here.ts')).replayHere(replay, page.offer.peek().strategies, signal)
      : await fetchJson<Replay>('/api/replay', { body: replay, signal })
    notify(page, run, replayNotice(reply, run))
  } catch (error) {
    if (controller.signal.aborted) {
      if (page.run.peek() === run) page.notice.value = undefined
      return
    }
    const reason = messageOf(error)
    notify(page, run, {
      kind: 'err',
      title: 'The run could not be replayed',
      text: `${reason} What the file holds is shown below.`,
    })
  }
}

function notify(page: Page, run: Run, notice: NoticeText): void {
  if (page.run.peek() !== run) return
  page.notice.value = notice
  announce(`${notice.title}. ${notice.text ?? ''}`)
}
