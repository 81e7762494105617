import { copyFileSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import type { BrowserContextOptions, Page } from 'playwright-core'
import { openBrowser, openPage } from '../test/browser/browser.ts'
import { startApp } from '../test/web/running-app.ts'

/** The run in the pictures: the lanes the page opens with, on one of its own prompts. */
const RUN = `/?${new URLSearchParams([
  ['prompt', 'Once upon a time'],
  ['lane', 'greedy'],
  ['lane', 'top-k:40'],
  ['lane', 'nucleus:0.9'],
  ['maxTokens', '100'],
  ['seed', '7'],
])}`
const LANE_INSPECTED = 2
const STEP_INSPECTED = 11

interface Picture {
  readonly name: string
  readonly path: string
  readonly options?: BrowserContextOptions & { readonly isNewcomer?: boolean }
  /** Brings the page to what the picture shows. */
  readonly prepare?: (page: Page) => Promise<void>
}

async function finish(page: Page): Promise<void> {
  await page.locator('#runline').filter({ hasText: 'Done' }).waitFor()
}

async function inspect(page: Page): Promise<void> {
  await finish(page)
  await page
    .locator('.lane-column')
    .nth(LANE_INSPECTED)
    .locator(`.text-token[data-step="${STEP_INSPECTED}"]`)
    .click()
  await page.locator('#inspector .inspector-funnel').waitFor()
  await page.mouse.move(0, 0)
}

async function present(page: Page): Promise<void> {
  await finish(page)
  await page.keyboard.press('F2')
  await page.locator('.present-bar').waitFor()
}

async function compare(page: Page): Promise<void> {
  await page.locator('[data-do="comparison"]').first().click()
  await finish(page)
}

async function openExported(page: Page): Promise<void> {
  await finish(page)
  await page.click('[data-do="export-menu"]')
  const [download] = await Promise.all([
    page.waitForEvent('download', { timeout: 120_000 }),
    page.getByRole('button', { name: 'HTML, one page that needs no server' }).click(),
  ])
  const path = `${await download.path()}.html`
  copyFileSync(await download.path(), path)
  await page.goto(pathToFileURL(path).href)
  await page.locator('.lane-column .text-token').first().waitFor()
}

async function print(page: Page): Promise<void> {
  await finish(page)
  await page.emulateMedia({ media: 'print' })
}

async function openExercise(page: Page): Promise<void> {
  await page.locator('#exercises a', { hasText: 'Set it up' }).nth(1).click()
  await page.locator('.lab-exercise').waitFor()
}

async function runTrials(page: Page): Promise<void> {
  await page.fill('#prompts', 'Once upon a time\nThe old man looked at the sea and said,')
  await page.fill('#seeds', '1,2,3')
  await page.fill('#tokens', '40')
  await page.click('[data-do="start"]')
  await page.locator('[data-do="start"]').waitFor({ timeout: 120_000 })
  await page.locator('table').first().waitFor()
}

async function chooseBlind(page: Page): Promise<void> {
  await page.locator('.blind-texts').waitFor({ timeout: 120_000 })
  await page.locator('.blind-texts input').nth(1).check()
}

async function reveal(page: Page): Promise<void> {
  await page.locator('.blind-texts').waitFor({ timeout: 120_000 })
  await page.locator('[data-do="reveal"]').click()
  await page.locator('.is-revealed').waitFor()
}

const WIDTHS = [1440, 390] as const
const SCHEMES = ['light', 'dark'] as const

/** A view as it is on a desktop and a phone, by day and by night. */
interface View {
  readonly name: string
  readonly title: string
  readonly path: string
  readonly isNewcomer?: boolean
  readonly prepare?: (page: Page) => Promise<void>
}

const VIEWS: readonly View[] = [
  ...[1, 3, 4, 5].map((scene) => ({
    name: `story-${scene}`,
    title: `The story, scene ${scene}`,
    path: '/',
    isNewcomer: true,
    prepare: (page: Page) => playTo(page, scene),
  })),
  { name: 'degeneration', title: 'The comparison “Degeneration”', path: '/', prepare: compare },
  { name: 'presentation', title: 'Presentation', path: RUN, prepare: present },
  { name: 'blind-test', title: 'Blind test', path: '/class/blind', prepare: chooseBlind },
  { name: 'blind-test-revealed', title: 'Blind test, revealed', path: '/class/blind', prepare: reveal },
  { name: 'class', title: 'The page for a class', path: '/class' },
  { name: 'exported', title: 'A run exported as HTML', path: RUN, prepare: openExported },
  { name: 'print', title: 'Print sheet', path: RUN, prepare: print },
  { name: 'lab-exercise', title: 'An exercise in the lab', path: '/learn', prepare: openExercise },
  { name: 'trials', title: 'Trials', path: '/trials', prepare: runTrials },
]

const NAMES = SCHEMES.flatMap((scheme) => WIDTHS.map((width) => ({ scheme, width })))
const nameOf = ({ name }: View, { scheme, width }: (typeof NAMES)[number]) => `${name}-${width}-${scheme}`

const IN_FOUR: readonly Picture[] = VIEWS.flatMap((view) =>
  NAMES.map((kind) => ({
    name: nameOf(view, kind),
    path: view.path,
    ...(view.prepare && { prepare: view.prepare }),
    options: {
      isNewcomer: view.isNewcomer ?? false,
      colorScheme: kind.scheme,
      viewport: { width: kind.width, height: kind.width === 390 ? 844 : 900 },
      ...(kind.width === 390 && { hasTouch: true, isMobile: true, deviceScaleFactor: 2 }),
    },
  })),
)

/** Where to find them. */
const INDEX = `# Pictures

Taken from the running program by \`npm run screenshots\`, at 1440 and 390 pixels, by day and by night.

| View | ${NAMES.map(({ scheme, width }) => `${width}, ${scheme}`).join(' | ')} |
| --- |${' --- |'.repeat(NAMES.length)}
${VIEWS.map(
  (view) =>
    `| ${view.title} | ${NAMES.map((kind) => `[picture](screenshots/${nameOf(view, kind)}.png)`).join(' | ')} |`,
).join('\n')}
`

async function playTo(page: Page, scene: number): Promise<void> {
  await finish(page)
  for (let at = 1; at < scene; at++) {
    await page.click('[data-do="story-next"]')
    await page.locator(`[data-scene="${at + 1}"][aria-current]`).waitFor()
    await finish(page)
  }
  // The words once the marked text has ended.
  await page.locator('.story-look', { hasText: /\d/ }).waitFor()
  await page.mouse.move(0, 0)
}

const PICTURES: readonly Picture[] = [
  ...IN_FOUR,
  { name: 'compare-light', path: RUN, prepare: finish },
  { name: 'compare-dark', path: RUN, prepare: finish, options: { colorScheme: 'dark' } },
  { name: 'inspector', path: RUN, prepare: inspect },
  { name: 'lab', path: '/lab' },
  { name: 'gallery', path: '/gallery' },
]

/** Takes every picture of the README anew, from the running program. */
const folder = new URL('screenshots/', import.meta.url)
mkdirSync(folder, { recursive: true })
/** Part of a name, to take only some of them; the index is of all. */
const [only = ''] = process.argv.slice(2)
const app = await startApp()
const browser = await openBrowser()
try {
  for (const { name, path, prepare, options } of PICTURES.filter((one) => one.name.includes(only))) {
    const { page, faults, close } = await openPage(app.url + path, {
      viewport: { width: 1440, height: 1160 },
      reducedMotion: 'reduce',
      ...options,
    })
    await prepare?.(page)
    await page.evaluate('document.fonts.ready')
    await page.screenshot({ path: new URL(`${name}.png`, folder).pathname })
    if (faults.length > 0) throw new Error(`${name}: ${faults.join('; ')}`)
    console.log(`docs/screenshots/${name}.png`)
    await close()
  }
  if (only === '') {
    const files = new Set(PICTURES.map(({ name }) => `${name}.png`))
    for (const file of readdirSync(folder)) if (!files.has(file)) rmSync(new URL(file, folder))
    writeFileSync(new URL('pictures.md', import.meta.url), INDEX)
  }
} finally {
  await browser.close()
  await app.close()
}
