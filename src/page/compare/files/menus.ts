import type { Environment } from '../../../models/environment.ts'
import { announce } from '../../ui/announce.tsx'
import { copyText } from '../../ui/clipboard.ts'
import { fetchJson } from '../../ui/fetch-json.ts'
import { openMenu } from '../../ui/menu.tsx'
import { paramsWithBranches } from '../branch/branch.ts'
import type { Run } from '../run/run.ts'
import { requestOf } from '../settings/settings.ts'
import type { Page } from '../state/page.ts'
import { commandOf, csvOf, curlOf, jsonLinesOf, jsonOf, runFileOf } from './export.ts'
import { canTrace, tracedRunFileOf } from './traced-file.ts'

/** Export: the run as files. @param confirm what the button then reads for a moment */
export function openExportMenu(page: Page, anchor: HTMLElement, confirm: (words: string) => void): void {
  const run = page.run.peek()
  if (!run) return
  const human = page.human.peek()
  openMenu(anchor, 'Export', [
    {
      icon: 'export',
      label: 'JSON, the whole run, to open and replay',
      run: async () =>
        save(run, jsonOf(runFileOf(run, await environmentOf(run), human)), 'application/json', 'json'),
    },
    {
      icon: 'export',
      label: 'JSON, with every token’s candidates',
      isOff: !canTrace(run),
      run: () => saveTraced(page, run, confirm),
    },
    {
      icon: 'export',
      label: 'CSV, one row a token',
      run: () => save(run, csvOf(run, human), 'text/csv', 'csv'),
    },
    {
      icon: 'export',
      label: 'JSONL, one line a text',
      run: () => save(run, jsonLinesOf(run, human), 'application/jsonl', 'jsonl'),
    },
  ])
}

/** The same run once more, for its candidates. */
async function saveTraced(page: Page, run: Run, confirm: (words: string) => void): Promise<void> {
  confirm('Running it again')
  try {
    const file = await tracedRunFileOf(run, await environmentOf(run))
    save(run, jsonOf(file), 'application/json', 'json')
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error)
    page.notice.value = { kind: 'err', icon: 'warn', title: 'The export failed', text }
  }
}

/** What computes here, with the models of a run. */
function environmentOf({ settings }: Run): Promise<Environment> {
  const { model, lanes } = requestOf(settings)
  const query = new URLSearchParams({ model })
  for (const lane of lanes) query.append('lane', lane)
  return fetchJson<Environment>(`/api/environment?${query}`)
}

function save({ settings }: Run, text: string, type: string, ending: string): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(new Blob([text], { type }))
  link.download = `nucleus-${settings.seed}.${ending}`
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 1000)
  announce(`${link.download} saved`)
}

export function openCopyMenu(page: Page, anchor: HTMLElement, confirm: (words: string) => void): void {
  const settings = page.settings.peek()
  const copy = (text: string) => async () => {
    confirm((await copyText(text)) ? 'Command copied' : 'Nothing was copied')
  }
  const branches = paramsWithBranches(page.run.peek(), settings).getAll('branch')
  const hasBranches = branches.length > 0
  openMenu(anchor, 'Copy as', [
    {
      icon: 'term',
      label: hasBranches ? 'CLI command, with its branches' : 'CLI command',
      run: copy(commandOf(settings, branches)),
    },
    {
      icon: 'term',
      label: hasBranches ? 'curl, of the run without its branches' : 'curl',
      run: copy(curlOf(settings, location.origin)),
    },
  ])
}
