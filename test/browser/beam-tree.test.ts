/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import type { Page } from 'playwright-core'
import { afterEach, describe, expect, it } from 'vitest'
import type { BeamRecord } from '../../src/runs/run/events.ts'
import { useApp } from '../web/running-app.ts'
import { axeFaultsInBothSchemes } from './axe.ts'
import { noBrowser, openPage } from './browser.ts'
import { finished } from './finished.ts'
import { looks } from './looks.ts'
import { useSharedPage } from './shared-page.ts'

// After this sentence the model may end the text at once, so that texts of two lengths finish.
const PROMPT = 'And they lived happily ever after.'
const LANES = ['beam', 'stochastic-beam:4', 'diverse-beam:width=4,groups=2', 'greedy']
const LINK = `/?${new URLSearchParams([
  ['prompt', PROMPT],
  ...LANES.map((lane) => ['lane', lane]),
  ['maxTokens', '16'],
  ['seed', '7'],
])}`

const panel = (page: Page) => page.locator('#beam')
const counts = (page: Page) => page.locator('[data-beam-part="counts"]').textContent()
const focused = (page: Page, name: string) =>
  page.evaluate((attribute) => document.activeElement?.getAttribute(attribute), name)

async function openTree(page: Page, key: number) {
  await finished(page)
  await page.click(`[data-beam="${key}"]`)
  await page.locator('#beam .beam-lattice').waitFor()
}

/** The server's record of a lane's search. */
const recordOf = (page: Page, lane: string): Promise<BeamRecord> =>
  page.evaluate(
    async ([prompt, chain]) => {
      const body = { prompt, lanes: [chain], maxTokens: 16, seed: 7, trace: true }
      const headers = { 'content-type': 'application/json' }
      const response = await fetch('/api/runs', { method: 'POST', headers, body: JSON.stringify(body) })
      return (await response.json()).lanes[0].samples[0].search
    },
    [PROMPT, lane],
  )

describe.skipIf(noBrowser)(`the beam tree ${noBrowser && `(${noBrowser})`}`, () => {
  const app = useApp()

  describe('of one run', () => {
    const shared = useSharedPage(() => openPage(app.url + LINK))
    afterEach(async () => {
      const close = shared.page.locator('[data-beam-do="close"]')
      if (await close.isVisible()) await close.click()
    })

    it('presents its headings as large as the rest', async () => {
      const { page } = shared
      await openTree(page, 0)
      const smallest = () =>
        page
          .locator('#beam :is(h2, h3)')
          .evaluateAll((all) =>
            Math.min(...all.map((one) => Number.parseFloat(getComputedStyle(one).fontSize))),
          )
      await expect.poll(smallest).toBeLessThan(16)
      await page.keyboard.press('F2')
      await expect.poll(smallest).toBeGreaterThanOrEqual(18)
      await page.keyboard.press('Escape')
      await page.locator('.present-bar').waitFor({ state: 'detached' })
    })

    it('writes the fate of each continuation in full in the inspector, presented too', async () => {
      const { page } = shared
      await finished(page)
      await page.locator('#lane-A .text-token').last().click()
      const cells = page.locator('#inspector .search-step-table td:last-child')
      await expect.poll(() => cells.count()).toBeGreaterThan(4)
      const isCut = () => cells.evaluateAll((all) => all.some((one) => one.scrollWidth > one.clientWidth))
      expect(await isCut()).toBe(false)
      await page.keyboard.press('F2')
      await page.locator('.present-bar').waitFor()
      await expect.poll(isCut).toBe(false)
      await page.click('[data-do="present-end"]')
      await page.locator('.present-bar').waitFor({ state: 'detached' })
      await page.locator('#lane-A .text-token').last().focus()
      await page.keyboard.press('Escape')
      await expect.poll(() => page.locator('#inspector').isVisible()).toBe(false)
    })

    it('shows the search that ran: each step’s texts, sums and fates', async () => {
      const { page } = shared
      await openTree(page, 0)
      await expect.poll(() => page.locator('[data-beam]').count()).toBe(3)
      await expect.poll(() => focused(page, 'id')).toBe('h-beam')
      const record = await recordOf(page, 'beam')
      for (const step of [16, 15, 5, 1]) {
        await page.locator('[data-beam-slide="step"]').fill(String(step))
        const level = record.steps[step - 1]!
        const rows = page.locator('[data-beam-part="table"] tbody tr')
        await expect.poll(() => rows.count()).toBe(level.length)
        await expect
          .poll(() => rows.locator('td.ui-number:nth-last-child(3)').allTextContents())
          .toEqual(level.map(({ logProbability }) => logProbability.toFixed(2).replace('-', '−')))
        await expect
          .poll(() => rows.locator('.beam-fate').allTextContents())
          .toEqual(level.map(({ kept, finished }) => (finished ? '■ ended' : kept ? 'stays' : 'pruned')))
        await expect.poll(() => page.locator('.beam-lattice [data-pick]').count()).toBe(level.length)
      }
      const pruned = (levels: BeamRecord['steps']) =>
        levels.flat().filter(({ kept, finished }) => !kept && !finished).length
      await expect
        .poll(() => page.locator('.beam-lattice .beam-node.is-pruned').count())
        .toBe(pruned(record.steps.slice(0, 1)))
      await page.locator('[data-beam-slide="step"]').fill('5')
      await expect
        .poll(() => page.locator('.beam-lattice .beam-node.is-pruned').count())
        .toBe(pruned(record.steps.slice(0, 5)))
    })

    it('steps by buttons, arrows and play, traces a picked text, and gives the focus back', async () => {
      const { page } = shared
      await page.locator('[data-beam="2"]').focus()
      await page.keyboard.press('Enter')
      await page.locator('#beam .beam-lattice').waitFor()
      await expect.poll(() => focused(page, 'id')).toBe('h-beam')
      await page.keyboard.press('Home')
      await expect.poll(() => counts(page)).toBe('1 of 16')
      await page.keyboard.press('ArrowRight')
      await page.keyboard.press('ArrowRight')
      await expect.poll(() => counts(page)).toBe('3 of 16')
      await page.click('[data-beam-do="back"]')
      await expect.poll(() => counts(page)).toBe('2 of 16')
      // Looked for in the page, at each frame: from here, a step of the play could come and go unseen.
      const played = page.waitForFunction(
        () => document.querySelector('[data-beam-part="counts"]')?.textContent === '4 of 16',
      )
      await page.click('[data-beam-do="play"]')
      await expect.poll(() => page.locator('[data-beam-do="play"]').getAttribute('aria-label')).toBe('Pause')
      await played
      await page.click('[data-beam-do="play"]')
      await page.locator('[data-beam-slide="step"]').focus()
      await page.keyboard.press('End')
      await expect.poll(() => counts(page)).toBe('16 of 16')
      const last = page.locator('#beam .beam-pick').last()
      await last.focus()
      await page.keyboard.press('Enter')
      await expect.poll(() => last.getAttribute('aria-pressed')).toBe('true')
      await expect.poll(() => focused(page, 'aria-pressed')).toBe('true')
      await page.locator('.beam-lattice [data-pick="1"]').click()
      await expect.poll(() => last.getAttribute('aria-pressed')).toBe('false')
      await page.keyboard.press('Escape')
      await expect.poll(() => panel(page).isHidden()).toBe(true)
      await expect.poll(() => focused(page, 'data-beam')).toBe('2')
    })

    it('re-ranks what was found as the penalty moves, and states what that is not', async () => {
      const { page } = shared
      await openTree(page, 0)
      const record = await recordOf(page, 'beam')
      expect(new Set(record.finished.map(({ length }) => length)).size).toBeGreaterThan(1)
      await expect
        .poll(() => panel(page).textContent())
        .toContain('the search itself would prune differently')
      const penalty = page.locator('[data-beam-slide="penalty"]')
      const winner = async () => {
        const cells = await page
          .locator('[data-beam-part="ranking"] tbody tr')
          .first()
          .locator('.ui-number')
          .allTextContents()
        return { tokens: Number(cells[2]), score: cells.at(-1) }
      }
      for (const value of [1, 0, -1, 2]) {
        await penalty.fill(String(value))
        const [best] = [...record.finished].sort(
          (a, b) => b.sum / b.length ** value - a.sum / a.length ** value,
        )
        const score = (best!.sum / best!.length ** value).toFixed(3).replace('-', '−')
        await expect.poll(winner).toEqual({ tokens: best!.length, score })
      }
      await penalty.focus()
      await page.keyboard.press('ArrowLeft')
      await expect.poll(() => page.locator('[data-beam-part="penalty"]').textContent()).toContain('1.95')
    })

    it('has no penalty to move in a stochastic search, and its own order', async () => {
      const { page } = shared
      await openTree(page, 1)
      await expect.poll(() => page.locator('[data-beam-slide="penalty"]').count()).toBe(0)
      await expect.poll(() => page.locator('#beam h3').textContent()).toBe('The order of the draw')
      const rows = page.locator('[data-beam-part="ranking"] tbody tr')
      await expect.poll(() => rows.count()).toBe((await recordOf(page, 'stochastic-beam:4')).finished.length)
    })
  })

  it('shows the search of the sample that its lane shows', async () => {
    const size = { maxTokens: '12', seed: '7', samples: '2' }
    const link = `/?${new URLSearchParams({ prompt: PROMPT, lane: 'stochastic-beam:3', ...size })}`
    const { page, close } = await openPage(app.url + link)
    await finished(page)
    await page.click('[data-focus="sample-0-1"]')
    await openTree(page, 0)
    await expect.poll(() => panel(page).textContent()).not.toContain('another text')
    const shown = (await page.locator('#lane-A .text-token').allTextContents()).join('').replace(/\s/g, '')
    const traced = await page.locator('#beam .is-picked .beam-words').first().textContent()
    await expect.poll(() => page.locator('.beam-lattice .beam-node.is-traced').count()).toBe(12)
    expect(shown.endsWith(traced!.replace(/[\s↵…]/g, ''))).toBe(true)
    await close()
  })

  it('closes with a new run, and does not play where motion is unwanted', async () => {
    const { page, close } = await openPage(app.url + LINK, { reducedMotion: 'reduce' })
    await openTree(page, 0)
    await expect.poll(() => page.locator('[data-beam-do="play"]').isVisible()).toBe(false)
    await expect.poll(() => page.locator('[data-beam-do="forward"]').isVisible()).toBe(true)
    await page.keyboard.press('Control+Enter')
    await expect.poll(() => panel(page).isHidden()).toBe(true)
    await close()
  })

  it.each(looks)('has no serious fault at %d px, in %s and the other scheme', async (width, colorScheme) => {
    const options = { viewport: { width, height: 850 }, colorScheme }
    const { page, faults, close } = await openPage(app.url + LINK, options)
    await openTree(page, 0)
    await page.locator('[data-beam-slide="step"]').fill('9')
    expect(await axeFaultsInBothSchemes(page)).toEqual([])
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width)
    expect(faults).toEqual([])
    await close()
  })
})
