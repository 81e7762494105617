import { describe, expect, it } from 'vitest'
import { exercises } from '../../src/web/pages/learn/exercises.ts'
import { cases } from '../helpers/thorough.ts'
import { allAxeFaults } from './axe.ts'
import { overflow, useLab } from './lab-browser.ts'
import { looks } from './looks.ts'
import { smallTargets } from './targets.ts'

const lab = useLab()

describe('an exercise in the lab', () => {
  const some = exercises().slice(-cases(3, 6))
  it.each(some.map(({ id, question, check }) => ({ id, question, check })))(
    '$id is set up by its link beside its plots, and its answer is checked',
    async ({ id, question, check }) => {
      const page = await lab.page()
      await page.goto('/learn')
      await page.locator(`#exercise-${id} a`).click()
      await expect.poll(() => page.locator('#h-exercise').textContent()).toBe(question)
      // Question and plot share the window.
      const [asked, plot] = await Promise.all(
        ['.lab-exercise', '#lab-lanes .plot-box svg'].map((one) => page.locator(one).first().boundingBox()),
      )
      expect(asked!.y).toBeGreaterThan(0)
      expect(plot!.y).toBeLessThan(900)
      const verdict = page.locator('.lab-judged')
      await page.click('[data-do="check-answer"]')
      await verdict.filter({ hasText: /first|is a number/ }).waitFor()
      if ('options' in check) {
        await page
          .locator('.lab-option input')
          .nth((check.right + 1) % check.options.length)
          .check()
        await page.click('[data-do="check-answer"]')
        await verdict.filter({ hasText: 'Not quite' }).waitFor()
        await page.locator('.lab-option input').nth(check.right).check()
        await page.click('[data-do="check-answer"]')
      } else {
        const boxes = page.locator('.lab-answer input')
        for (const [index, { expected }] of check.fields.entries())
          await boxes.nth(index).fill(String(expected + 9))
        await boxes.last().press('Enter')
        await verdict.filter({ hasText: 'it is smaller than' }).waitFor()
        for (const [index, { expected }] of check.fields.entries())
          await boxes.nth(index).fill(String(expected))
        await boxes.last().press('Enter')
      }
      await verdict.filter({ hasText: 'Right.' }).waitFor()
      await expect.poll(() => page.locator('.lab-exercise details p').isVisible()).toBe(true)
      await page.getByRole('link', { name: 'Back to the exercises' }).click()
      await page.waitForURL(`**/learn#exercise-${id}`)
    },
  )

  it('stays while the lab is used, and leads to the next', async () => {
    const page = await lab.page()
    await page.goto(exercises()[0]!.link)
    const knob = page.locator('.lab-settings input[type="range"]').first()
    await knob.focus()
    await knob.press('ArrowLeft')
    await expect.poll(() => page.url()).toContain('exercise=')
    await page.reload()
    await expect.poll(() => page.locator('#h-exercise').textContent()).toBe(exercises()[0]!.question)
    await page.getByRole('link', { name: 'Next exercise' }).click()
    await expect.poll(() => page.locator('#h-exercise').textContent()).toBe(exercises()[1]!.question)
  })

  it('keeps its place without scripts, where its answer can be opened', async () => {
    const page = await lab.page({ javaScriptEnabled: false })
    await page.goto(exercises()[2]!.link)
    await page.locator('.lab-exercise summary').click()
    await expect.poll(() => page.locator('.lab-exercise details p').isVisible()).toBe(true)
    await expect.poll(() => page.locator('[data-do="check-answer"]').isVisible()).toBe(false)
    await page.locator('button[value="draw"]').click()
    await expect.poll(() => page.locator('#h-exercise').textContent()).toBe(exercises()[2]!.question)
  })

  it.each(looks)(
    'has no accessibility finding at %i px in the %s scheme, and room for a finger',
    async (width, colorScheme) => {
      const page = await lab.page({ colorScheme, width, isTouch: width === 390 })
      for (const index of [1, 3]) {
        await page.goto(exercises()[index]!.link)
        await page.click('[data-do="check-answer"]')
        expect(await allAxeFaults(page)).toEqual([])
        expect(await overflow(page)).toBeLessThanOrEqual(0)
        if (width === 390) expect(await smallTargets(page)).toEqual([])
      }
    },
  )
})
