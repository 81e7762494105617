import { messageOf } from '../../../errors.ts'
import { toJson } from '../../../runs/json.ts'
import { announce } from '../../ui/announce.tsx'
import { copied } from '../../ui/clipboard.ts'
import { environmentOf } from '../../ui/environment.ts'
import { openMenu } from '../../ui/menu.tsx'
import { saveFile } from '../../ui/save-file.ts'
import { paramsWithBranches } from '../branch/branch.ts'
import { hasOwnStep } from '../chain/lane-chain.ts'
import { csvTable, markdownTable } from '../copy/table.ts'
import { hasText } from '../lane/view.ts'
import { allPictureItems } from '../picture/menus.ts'
import { isBusy, type Run } from '../run/run.ts'
import { requestOf } from '../settings/settings.ts'
import { type Page, refuse } from '../state/page.ts'
import { commandOf, csvOf, curlOf, jsonLinesOf, runFileOf } from './export.ts'
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
      run: () => saveRun(page),
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
    {
      icon: 'export',
      label: 'Methods for a paper, with BibTeX',
      run: async () => {
        const [{ factsOfRun }, { methodsText }] = await Promise.all([
          import('../../../runs/methods/facts.ts'),
          import('../../../runs/methods/methods.ts'),
        ])
        const file = runFileOf(run, await environmentOfRun(run))
        const facts = factsOfRun(file.environment, requestOf(run.settings), file)
        save(run, methodsText(facts, page.offer.peek().strategies), 'text/markdown', 'md')
      },
    },
    {
      icon: 'export',
      label: 'HTML, one page that needs no server',
      isOff: isBusy(run),
      run: async () => (await import('../export/export-page.ts')).exportPage(page),
    },
    ...allPictureItems(page),
  ])
}

/** The whole run as a file, its human text with it. */
export async function saveRun(page: Page): Promise<void> {
  const run = page.run.peek()
  if (!run) return
  saveJson(run, runFileOf(run, await environmentOfRun(run), page.human.peek()))
}

const environmentOfRun = ({ settings }: Run) => environmentOf(requestOf(settings))

const saveJson = (run: Run, file: object, part = ''): void =>
  save(run, toJson(file, 2), 'application/json', 'json', part)

/** The same run once more, for its candidates. */
async function saveTraced(page: Page, run: Run, confirm: (words: string) => void): Promise<void> {
  confirm('Running it again')
  try {
    const { strategies } = page.offer.peek()
    saveJson(run, await tracedRunFileOf(run, await environmentOfRun(run), strategies), '-traced')
  } catch (error) {
    refuse(page, 'The export failed', messageOf(error))
  }
}

/** @param part what its name has behind the seed, where two files of a run have one ending */
const save = ({ settings }: Run, text: string, type: string, ending: string, part = ''): void =>
  announce(saveFile(new Blob([text], { type }), `nucleus-${settings.seed}${part}.${ending}`))

export function openCopyMenu(page: Page, anchor: HTMLElement, confirm: (words: string) => void): void {
  const settings = page.settings.peek()
  const views = page.views.peek()
  const { metrics } = page.offer.peek()
  const hasTexts = views.some(hasText)
  const copy =
    (text: string, words = 'Command copied') =>
    async () =>
      confirm(await copied(text, words))
  const branches = paramsWithBranches(page.run.peek(), settings).getAll('branch')
  const hasBranches = branches.length > 0
  // No server and no command line computes a step of a person's own.
  const isOwn = settings.lanes.some(({ chain }) => hasOwnStep(chain))
  openMenu(anchor, 'Copy as', [
    {
      icon: 'term',
      label: hasBranches ? 'CLI command, with its branches' : 'CLI command',
      isOff: isOwn,
      run: copy(commandOf(settings, branches)),
    },
    {
      icon: 'term',
      label: hasBranches ? 'curl, of the run without its branches' : 'curl',
      isOff: isOwn,
      run: copy(curlOf(settings, location.origin)),
    },
    {
      icon: 'copy',
      label: 'Table of texts and metrics, Markdown',
      isOff: !hasTexts,
      run: () => copy(markdownTable(views, metrics), 'Table copied')(),
    },
    {
      icon: 'copy',
      label: 'Table of texts and metrics, CSV',
      isOff: !hasTexts,
      run: () => copy(csvTable(views, metrics), 'Table copied')(),
    },
  ])
}
