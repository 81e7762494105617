/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import { expect, it } from 'vitest'
import { allAxeFaults } from './axe.ts'
import { openAll, overflow, useLab } from './lab-browser.ts'
import { looks } from './looks.ts'

const lab = useLab()

it('draws its figures on the server, from the lab’s own code', async () => {
  const page = await lab.page({ javaScriptEnabled: false })
  await page.goto('/learn')
  const labels = await page
    .locator('.plot-box svg[role=img]')
    .evaluateAll((all) => all.map((one) => one.getAttribute('aria-label')))
  expect(labels[0]).toBe('Nucleus 0.9 keeps 4 of 6: cat, dog, bird, fish.')
  expect(labels.length).toBeGreaterThanOrEqual(6)
})

it('has six exercises, each with a link that sets the lab up and an answer to open', async () => {
  const page = await lab.page({ javaScriptEnabled: false })
  await page.goto('/learn')
  const items = page.locator('.learn-exercises li')
  await expect.poll(() => items.count()).toBe(6)
  const target = await lab.page({ javaScriptEnabled: false })
  for (let index = 0; index < 6; index++) {
    const link = await items.nth(index).getByRole('link', { name: 'Set it up' }).getAttribute('href')
    const answer = items.nth(index).locator('details p')
    await expect.poll(() => answer.isVisible()).toBe(false)
    await items.nth(index).locator('summary').click()
    await expect.poll(() => answer.isVisible()).toBe(true)
    await target.goto(link!)
    await expect.poll(() => target.locator('#lab-lanes .plot-box').count()).toBeGreaterThan(0)
    await expect.poll(() => target.locator('#lab-lanes .is-broken').count()).toBe(0)
  }
})

it.each(looks)(
  'has no accessibility finding at %i px in %s, and does not scroll sideways',
  async (width, colorScheme) => {
    const page = await lab.page({ colorScheme, width })
    await page.goto('/learn')
    await openAll(page)
    expect(await allAxeFaults(page)).toEqual([])
    expect(await overflow(page)).toBeLessThanOrEqual(0)
  },
)

it.each([1440, 390])(
  'keeps the words of its figures off each other and off the captions at %i px',
  async (width) => {
    const page = await lab.page({ width })
    await page.goto('/learn')
    await page.evaluate(() => document.fonts.ready)
    const figures = await page.locator('.learn-figure:has(.plot-word)').evaluateAll((all) =>
      all.map((figure) => {
        const words = [...figure.querySelectorAll<SVGTextElement>('.plot-word')]
        const boxes = words.map((word) => word.getBoundingClientRect())
        // Slanted words lie beside each other: what would overlap is only the boxes around them.
        const isSlanted = boxes.some(({ width, height }) => height > 0.5 * width)
        return {
          room:
            figure.querySelector('figcaption')!.getBoundingClientRect().top -
            Math.max(...boxes.map((box) => box.bottom)),
          gap: isSlanted
            ? 9
            : Math.min(...boxes.slice(1).map((box, index) => box.left - boxes[index]!.right)),
        }
      }),
    )
    expect(figures.length).toBeGreaterThanOrEqual(5)
    for (const { room, gap } of figures) {
      expect(room).toBeGreaterThanOrEqual(0)
      expect(gap).toBeGreaterThanOrEqual(6)
    }
  },
)
