import { useRef } from 'preact/hooks'
import { Button } from '../../ui/button.tsx'
import { copied } from '../../ui/clipboard.ts'
import { DoneButton, useConfirmation } from '../../ui/done-button.tsx'
import { focusSoon } from '../../ui/focus.ts'
import { Icon } from '../../ui/icon.tsx'
import { openMenu } from '../../ui/menu.tsx'
import { useListener } from '../../ui/use-listener.ts'
import { paramsWithBranches } from '../branch/branch.ts'
import { openCopyMenu, openExportMenu, saveRun } from '../files/menus.ts'
import { openFile, refuseFiles } from '../files/open.ts'
import { UndoButtons } from '../history/undo.tsx'
import { PresentButton } from '../present/bar.tsx'
import { whyNoLink } from '../settings/link-length.ts'
import { type Page, usePage, useRun } from '../state/page.ts'
import { LESSONS, play } from '../story/play.ts'

/** Keeping a run, carrying it elsewhere, bringing it back. */
export function Tools() {
  const page = usePage()
  const run = useRun()
  const copyLink = async () => {
    const params = paramsWithBranches(page.run.peek(), page.settings.peek())
    const link = `${location.origin}/?${params}`
    const tooLong = whyNoLink(link, page.settings.peek())
    if (tooLong) {
      const run = page.run.peek()
      const action = { label: 'Save the file', icon: 'export', name: 'save-file', press: () => saveRun(page) }
      page.notice.value = run?.lanes.length ? { ...tooLong, action } : tooLong
      return 'Too long for a link'
    }
    return copied(link, 'Link copied')
  }
  return (
    <span class="composer-tools ui-needs-js">
      <UndoButtons />
      <MenuButton name="lessons" focus="lessons" icon="play" label="Story and lessons" open={openLessons} />
      <PresentButton />
      <OpenButton />
      <DoneButton icon="link" class="is-plain" data-do="copy-link" label="Copy link" onPress={copyLink} />
      <MenuButton
        name="export-menu"
        focus="export"
        icon="export"
        label="Export"
        isOff={!run?.lanes.length}
        open={openExportMenu}
      />
      <MenuButton name="copy-menu" focus="copy" icon="term" label="Copy as" open={openCopyMenu} />
    </span>
  )
}

function openLessons(page: Page, anchor: HTMLElement): void {
  openMenu(anchor, 'Story and lessons', [
    ...LESSONS.map(({ title, open }) => ({
      icon: open.list === 'story' ? 'play' : 'fork',
      label: title,
      run: () => play(page, open),
    })),
    {
      icon: 'about',
      label: 'Blind test of this run',
      isOff: page.run.peek()?.phase !== 'done',
      run: () => {
        page.blind.value = { isRevealed: false }
        focusSoon('#h-blind')
      },
    },
  ])
}

interface MenuButtonProps {
  readonly name: string
  readonly focus: string
  readonly icon: string
  readonly label: string
  readonly isOff?: boolean
  readonly open: (page: Page, anchor: HTMLElement, confirm: (words: string) => void) => void
}

/** Its label confirms for two seconds what was chosen. */
function MenuButton({ name, focus, icon, label, isOff = false, open }: MenuButtonProps) {
  const page = usePage()
  const { done, confirm } = useConfirmation()
  return (
    <Button
      icon={icon}
      class="is-plain"
      data-do={name}
      data-focus={focus}
      aria-haspopup="dialog"
      disabled={isOff}
      onClick={({ currentTarget }) => open(page, currentTarget, confirm)}
    >
      {done ?? label}
      <Icon name="down" />
    </Button>
  )
}

/** Opens an exported run, chosen or dropped on the page. */
function OpenButton() {
  const page = usePage()
  const input = useRef<HTMLInputElement>(null)
  useDrops(page)
  return (
    <>
      <Button
        icon="box"
        class="is-plain"
        data-do="open-file"
        data-focus="open-file"
        onClick={() => input.current?.click()}
      >
        <span>Open a run</span>
      </Button>
      <input
        type="file"
        id="run-file"
        ref={input}
        accept=".json,application/json"
        aria-label="Exported run to open"
        hidden
        onChange={({ currentTarget }) => {
          const file = currentTarget.files?.[0]
          if (file) void openFile(page, file)
          currentTarget.value = ''
        }}
      />
    </>
  )
}

function useDrops(page: Page): void {
  const mark = (isTarget: boolean) => document.body.classList.toggle('is-drop-target', isTarget)
  const hasFiles = ({ dataTransfer }: DragEvent) => dataTransfer?.types.includes('Files') ?? false
  useListener('dragover', (event) => {
    if (!hasFiles(event)) return
    event.preventDefault()
    mark(true)
  })
  useListener('dragleave', ({ relatedTarget }) => {
    if (relatedTarget === null) mark(false)
  })
  useListener('drop', (event) => {
    mark(false)
    if (!hasFiles(event)) return
    event.preventDefault()
    const [file, second] = event.dataTransfer?.files ?? []
    if (file && !second) void openFile(page, file)
    else refuseFiles(page)
  })
}
