// @ts-check

import { paramsWithBranches } from './branch.js'
import { branchesIn } from './branch-notation.js'
import { restoreTail, showTail } from './branch-tails.js'
import './beam-panel.js'
import { splitLane } from './chain.js'
import './chip-order.js'
import { drawComposer } from './composer.js'
import './cursor.js'
import { byId, confirmOn, copyText } from './dom.js'
import './drag.js'
import { draw } from './draw.js'
import { again, freshSeed, generate, generateWith, stop } from './generate.js'
import { editHuman, removeHuman } from './human-lane.js'
import { closeInspector } from './inspector.js'
import { branchFromInspector } from './inspector-branch.js'
import './inspector-walk.js'
import { exportMenu } from './export-menu.js'
import { copyMenu, laneMenu } from './menus.js'
import { modelMenu } from './model-menu.js'
import { cancelReplay, chooseFile } from './open-file.js'
import { pickLane, pickStep } from './picker.js'
import { isPopOpen } from './popover.js'
import { isBusy } from './run.js'
import './samples.js'
import { editStep } from './step-editor.js'
import { boot, changed, data, onChange, state } from './store.js'
import { redoChange, undoChange } from './undo.js'

/** The Compare page at work: what buttons and keys do. */

let isLinkBroken = byId('notices').childElementCount > 0 && !boot.isLink
const noticesAtOpening = byId('notices').innerHTML

/** @type {Record<string, (button: HTMLElement, key: number) => void>} */
const ACTIONS = {
  stop,
  continue: again,
  generate,
  dice: () => setSeed(freshSeed()),
  'copy-seed': (button) => {
    void copyText(state.settings.seed)
    confirmOn(button, 'Seed copied')
  },
  undo: undoChange,
  'open-file': chooseFile,
  'cancel-replay': cancelReplay,
  redo: redoChange,
  'copy-link': (button) => {
    void copyText(`${location.origin}/?${paramsWithBranches(state.run, state.settings)}`)
    confirmOn(button, 'Link copied')
  },
  'copy-menu': copyMenu,
  'export-menu': exportMenu,
  'lane-menu': laneMenu,
  'lane-model': modelMenu,
  'edit-step': (chip, key) => editStep(chip, key, Number(chip.dataset.index)),
  'add-step': pickStep,
  'add-lane': (button) => pickLane(button),
  'close-inspector': closeInspector,
  'human-text': editHuman,
  'remove-human': removeHuman,
  'branch-here': branchFromInspector,
  'show-tail': (button, key) => showTail(key, Number(button.dataset.level)),
  'restore-tail': (button, key) => restoreTail(key, Number(button.dataset.level)),
  retype: (chip, key) => pickLane(chip, chip.textContent ?? '', key),
  'use-default': () => {
    state.settings.model = data.defaults.model
    for (const lane of state.settings.lanes) lane.chain = splitLane(lane.chain).chain
    generate()
  },
  sample: (button) => {
    state.look.sample = Number(button.dataset.index)
    changed()
  },
  example: (link) => {
    state.settings.prompt =
      new URL(/** @type {HTMLAnchorElement} */ (link).href).searchParams.get('prompt') ?? ''
    generate()
  },
}

/** @param {number} seed */
function setSeed(seed) {
  state.settings.seed = String(seed)
  delete state.faults.seed
  changed()
}

document.addEventListener('click', (event) => {
  const button = event.target instanceof Element ? event.target.closest('[data-do]') : null
  const action = button instanceof HTMLElement ? ACTIONS[button.dataset.do ?? ''] : undefined
  if (!action || !(button instanceof HTMLElement)) return
  event.preventDefault()
  action(button, Number(button.closest('[data-key]')?.getAttribute('data-key')))
})

byId('compare').addEventListener('submit', (event) => {
  event.preventDefault()
  isLinkBroken = false
  generate()
})

document.addEventListener('keydown', (event) => {
  if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
    event.preventDefault()
    generate()
  } else if (event.key === 'Escape' && !isPopOpen() && state.run && isBusy(state.run)) stop()
})

document.addEventListener('change', ({ target }) => {
  if (!(target instanceof HTMLInputElement) || target.type !== 'radio') return
  if (target.name === 'heat') state.look.heat = /** @type {typeof state.look.heat} */ (target.value)
  if (target.name === 'series') state.look.series = /** @type {typeof state.look.series} */ (target.value)
  changed()
})

if (/Mac|iP(hone|ad|od)/.test(navigator.platform)) {
  for (const key of document.querySelectorAll('.key-mod')) key.textContent = '⌘'
}

onChange(() => draw(isLinkBroken ? noticesAtOpening : ''))
drawComposer()
changed()
if (boot.isLink) generateWith(branchesIn(new URLSearchParams(location.search)))
