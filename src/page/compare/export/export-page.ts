import { messageOf } from '../../../errors.ts'
import { sizeText } from '../../../words.ts'
import { announce } from '../../ui/announce.tsx'
import { count, plural } from '../../ui/numbers.ts'
import { saveFile } from '../../ui/save-file.ts'
import { branchesOf, paramsWithBranches } from '../branch/branch.ts'
import { PLOT_FILES } from '../chart/plot-library.ts'
import { commandOf } from '../files/export.ts'
import { embeddedFonts } from '../picture/fonts.ts'
import { type Growth, isBusy, type Run } from '../run/run.ts'
import { type Page, refuse } from '../state/page.ts'
import { contentOf, type FileParts, fileOf } from './document.tsx'
import type { FrozenProps } from './frozen-page.tsx'
import { placesOf, type Recording, record } from './recording.ts'

/** Saves what is shown as one page that needs neither server nor network. */

export async function exportPage(page: Page): Promise<void> {
  const run = page.run.peek()
  if (!run || isBusy(run)) return
  const places = placesOf(page.views.peek())
  const controller = new AbortController()
  const report = (done: number) => {
    // Another run began meanwhile.
    if (page.run.peek() !== run) return controller.abort()
    if (done % NOTE_EVERY !== 0) return
    page.notice.value = {
      kind: '',
      icon: 'clock',
      title: `Recording ${plural(places.length, 'token')} for the page’s inspector`,
      text: `${count(done)} done. They and all texts, charts and fonts go into one file.`,
      action: { label: 'Cancel', name: 'cancel-export', press: () => controller.abort() },
    }
  }
  report(0)
  announce('Recording tokens for the exported page')
  try {
    const recorded = await record(page, places, report, controller.signal)
    const props = propsOf(page, run, recorded)
    const content = contentOf(props)
    const file = fileOf(props, content, await partsFor(content))
    const name = `nucleus-${run.settings.seed}.html`
    announce(saveFile(new Blob([file], { type: 'text/html' }), name))
    page.notice.value = {
      kind: '',
      icon: 'check',
      title: `Saved ${name}, ${sizeText(file.length)}`,
      text: 'It opens in any browser, without this server and without a network.',
    }
  } catch (error) {
    if (controller.signal.aborted) {
      if (page.run.peek() === run) page.notice.value = undefined
      return announce('The export was cancelled')
    }
    refuse(page, 'The page could not be exported', messageOf(error))
  }
}

/** Tokens from one note of progress to the next. */
const NOTE_EVERY = 10

function propsOf(page: Page, run: Run, recorded: Recording): FrozenProps {
  const { models, examples: _, ...offer } = page.offer.peek()
  const human = page.human.peek()
  const { human: written, humanP, lanes } = page.settings.peek()
  const settings = { ...run.settings, lanes, human: written, humanP }
  const used = new Set(page.views.peek().map(({ model }) => model))
  const { closed: __, ...look } = page.look.peek()
  const params = paramsWithBranches(run, settings)
  return {
    offer: { ...offer, examples: [], models: models.filter(({ id }) => used.has(id)) },
    settings,
    run: withoutTails(run),
    ...(human?.result && { human }),
    look,
    recorded,
    link: `${location.origin}/?${params}`,
    command: commandOf(settings, params.getAll('branch')),
  }
}

/**
 * A branch is shown with what it took the place of, which is one token; the rest of that text is left out.
 */
function withoutTails(run: Run): Run {
  if (branchesOf(run).length === 0) return run
  return {
    ...run,
    lanes: run.lanes.map((lane) => ({
      ...lane,
      samples: lane.samples.map(({ growth, ...sample }) => ({
        ...sample,
        ...(growth && { growth: withoutTail(growth) }),
      })),
    })),
  }
}

const withoutTail = ({ step, from, ...growth }: Growth): Growth => ({
  ...growth,
  step,
  from: { ...from, steps: from.steps.slice(0, step + 1) },
})

/** Files of the server that the page is made of, in the order in which its scripts run. */
const SCRIPTS = [...PLOT_FILES, '/assets/frozen.js']

async function partsFor(content: string): Promise<FileParts> {
  const sheet = document.querySelector<HTMLLinkElement>('link[rel="stylesheet"]')
  const [style = '', ...scripts] = await Promise.all([sheet?.href ?? '', ...SCRIPTS].map(textAt))
  return {
    scripts,
    style: `${await embeddedFonts(content)}\n${style.replaceAll(/@font-face\{[^}]{0,2000}\}/g, '')}`,
    sprite: document.querySelector('.ui-sprite')?.outerHTML ?? '',
  }
}

/** @throws Error in a sentence */
async function textAt(address: string): Promise<string> {
  const response = await fetch(address).catch(() => undefined)
  if (!response?.ok) throw new Error('A part of the page did not arrive from the server; try again.')
  return response.text()
}
