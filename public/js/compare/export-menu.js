// @ts-check

import { announce, confirmOn } from './dom.js'
import { csvOf, jsonLinesOf, jsonOf, runFileOf } from './export.js'
import { openMenu } from './menus.js'
import { changed, state } from './store.js'
import { canTrace, tracedRunFileOf } from './traced-file.js'

/** Export: the run as files. */

/** @param {HTMLElement} anchor */
export function exportMenu(anchor) {
  const { run, human } = state
  if (!run) return
  openMenu(anchor, 'Export', [
    {
      icon: 'export',
      label: 'JSON, the whole run, to open and replay',
      run: async () =>
        save(jsonOf(runFileOf(run, await environmentOf(run), human)), 'application/json', 'json'),
    },
    {
      icon: 'export',
      label: 'JSON, with every step’s candidates',
      isOff: !canTrace(run),
      run: () => saveTraced(anchor, run),
    },
    { icon: 'export', label: 'CSV, one row a token', run: () => save(csvOf(run, human), 'text/csv', 'csv') },
    {
      icon: 'export',
      label: 'JSONL, one line a text',
      run: () => save(jsonLinesOf(run, human), 'application/jsonl', 'jsonl'),
    },
  ])
}

/** The same run once more, for its candidates. @param {HTMLElement} anchor @param {import('./run.js').Run} run */
async function saveTraced(anchor, run) {
  confirmOn(anchor, 'Running it again')
  try {
    save(jsonOf(await tracedRunFileOf(run, await environmentOf(run))), 'application/json', 'json')
  } catch (error) {
    const text = error instanceof Error ? error.message : 'The server cannot be reached.'
    state.notice = { kind: 'err', icon: 'warn', title: 'The export failed', text }
    changed()
  }
}

/** What computes here, with the models of a run. @param {import('./run.js').Run} run */
async function environmentOf({ settings }) {
  const query = new URLSearchParams({ model: settings.model })
  for (const { chain } of settings.lanes) query.append('lane', chain)
  return (await fetch(`/api/environment?${query}`)).json()
}

/** @param {string} text @param {string} type @param {string} ending */
function save(text, type, ending) {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(new Blob([text], { type }))
  link.download = `nucleus-${state.run?.settings.seed ?? 'run'}.${ending}`
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 1000)
  announce(`${link.download} saved`)
}
