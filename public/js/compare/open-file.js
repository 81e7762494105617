// @ts-check

import { remember } from './branch-place.js'
import { announce, byId } from './dom.js'
import { stop } from './generate.js'
import { replayNotice } from './replay-view.js'
import { MOST_BYTES, openRunFile } from './run-file.js'
import { changed, data, state } from './store.js'

/** Opening an exported run: by its button or dropped on the page; shown at once, then run again and compared. */

const input = /** @type {HTMLInputElement} */ (byId('run-file'))
/** @type {AbortController | undefined} */
let current

export const chooseFile = () => input.click()
input.addEventListener('change', () => {
  const [file] = input.files ?? []
  if (file) void open(file)
  input.value = ''
})

/** @param {File} file */
async function open(file) {
  const title = `${file.name} cannot be opened`
  if (file.size > MOST_BYTES) {
    const size = `${(file.size / 1e6).toFixed(0)} MB`
    return refuse(title, `It has ${size}; a run file may have ${MOST_BYTES / 1e6} MB.`)
  }
  const opened = openRunFile(await file.text(), file.name, data)
  if (typeof opened === 'string') return refuse(title, opened)
  stop()
  current?.abort()
  const { run } = opened
  Object.assign(state.settings, run.settings, { lanes: run.settings.lanes.map((lane) => ({ ...lane })) })
  state.faults = {}
  state.run = run
  state.look.sample = 0
  byId('examples').hidden = true
  remember()
  await compare(opened)
}

/** @param {string} title @param {string} text */
function refuse(title, text) {
  state.notice = { kind: 'err', icon: 'warn', title, text }
  changed()
}

/** Has the server run it again, and says what came of it. @param {import('./run-file.js').OpenedRun} opened */
async function compare({ run, replay }) {
  const controller = new AbortController()
  current = controller
  tell(run, {
    kind: '',
    icon: 'clock',
    title: `Replaying ${run.file}`,
    text: 'It runs once more with the settings of the file; then every token is compared.',
    action: { do: 'cancel-replay', label: 'Cancel' },
  })
  try {
    const response = await fetch('/api/replay', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(replay),
      signal: controller.signal,
    })
    const reply = await response.json()
    if (!response.ok) throw new Error(reply.error.message)
    tell(run, replayNotice(reply, run))
  } catch (error) {
    if (controller.signal.aborted) {
      if (state.run === run) delete state.notice
      changed()
      return
    }
    const text =
      error instanceof TypeError
        ? 'The server cannot be reached.'
        : String(error instanceof Error ? error.message : error)
    tell(run, {
      kind: 'err',
      icon: 'warn',
      title: 'The run could not be replayed',
      text: `${text} What the file holds is shown below.`,
    })
  }
}

/** @param {import('./run.js').Run} run @param {NonNullable<typeof state.notice>} notice */
function tell(run, notice) {
  if (state.run !== run) return
  state.notice = notice
  announce(`${notice.title}. ${notice.text ?? ''}`)
  changed()
}

export const cancelReplay = () => current?.abort()

/** @param {DragEvent} event */
const hasFiles = ({ dataTransfer }) => dataTransfer?.types.includes('Files') ?? false
addEventListener('dragover', (event) => {
  if (!hasFiles(event)) return
  event.preventDefault()
  document.body.classList.add('is-drop-target')
})
addEventListener('dragleave', (event) => {
  if (event.relatedTarget === null) document.body.classList.remove('is-drop-target')
})
addEventListener('drop', (event) => {
  document.body.classList.remove('is-drop-target')
  if (!hasFiles(event)) return
  event.preventDefault()
  const files = event.dataTransfer?.files
  if (files?.length === 1 && files[0]) void open(files[0])
  else refuse('These files cannot be opened', 'Drop one exported run at a time.')
})
