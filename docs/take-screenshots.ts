import { mkdirSync } from 'node:fs'
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
  await page.locator('.lane').nth(LANE_INSPECTED).locator(`.t[data-step="${STEP_INSPECTED}"]`).click()
  await page.locator('#inspector .funnel').waitFor()
  await page.mouse.move(0, 0)
}

/** The story's last comparison with its letter, as `/class/blind` leads to it. */
const BLIND = '/class/blind'

async function present(page: Page): Promise<void> {
  await finish(page)
  await page.keyboard.press('F2')
  await page.locator('.present-bar').waitFor()
}

async function chooseBlind(page: Page): Promise<void> {
  await page.locator('.blind-texts input').nth(1).check()
}

async function reveal(page: Page): Promise<void> {
  await page.locator('[data-do="reveal"]').click()
  await page.locator('.is-revealed').waitFor()
}

const DARK_PHONE = { colorScheme: 'dark', viewport: { width: 390, height: 844 } } as const

/** Scenes of the story, by number, on a desktop and a phone, by day and by night. */
const STORY: readonly Picture[] = [1, 3, 4, 5].flatMap((scene) =>
  ([1440, 390] as const).flatMap((width) =>
    (['light', 'dark'] as const).map((colorScheme) => ({
      name: `story-${scene}-${width}-${colorScheme}`,
      path: '/',
      options: {
        isNewcomer: true,
        colorScheme,
        viewport: { width, height: width === 390 ? 844 : 900 },
        ...(width === 390 && { hasTouch: true, isMobile: true, deviceScaleFactor: 2 }),
      },
      prepare: (page: Page) => playTo(page, scene),
    })),
  ),
)

async function playTo(page: Page, scene: number): Promise<void> {
  await finish(page)
  for (let at = 1; at < scene; at++) {
    await page.click('[data-do="story-next"]')
    await page.locator(`[data-scene="${at + 1}"][aria-current]`).waitFor()
    await finish(page)
  }
  // What is said once the marked text has come to its end.
  await page.locator('.story-look', { hasText: /\d/ }).waitFor()
  await page.mouse.move(0, 0)
}

const PICTURES: readonly Picture[] = [
  ...STORY,
  { name: 'compare-light', path: RUN, prepare: finish },
  { name: 'compare-dark', path: RUN, prepare: finish, options: { colorScheme: 'dark' } },
  { name: 'inspector', path: RUN, prepare: inspect },
  { name: 'lab', path: '/lab' },
  { name: 'gallery', path: '/gallery' },
  { name: 'presentation', path: RUN, prepare: present },
  { name: 'presentation-phone-dark', path: RUN, prepare: present, options: DARK_PHONE },
  { name: 'blind-test', path: BLIND, prepare: chooseBlind },
  { name: 'blind-test-phone-dark', path: BLIND, prepare: chooseBlind, options: DARK_PHONE },
  { name: 'blind-test-revealed', path: BLIND, prepare: reveal },
  { name: 'class', path: '/class' },
  { name: 'class-phone-dark', path: '/class', options: DARK_PHONE },
]

/** Takes every picture of the README anew, from the running program. */
const folder = new URL('screenshots/', import.meta.url)
mkdirSync(folder, { recursive: true })
const app = await startApp()
const browser = await openBrowser()
try {
  for (const { name, path, prepare, options } of PICTURES) {
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
} finally {
  await browser.close()
  await app.close()
}
