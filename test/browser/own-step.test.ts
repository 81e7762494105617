/// <reference lib="dom" />
import { describe, expect, it } from 'vitest'
import { allAxeFaults } from './axe.ts'
import { useLab } from './lab-browser.ts'

const lab = useLab()

describe('a step of one’s own in the lab', () => {
  it('is computed in the browser, drawn beside the others, and kept in the link', async () => {
    const page = await lab.page()
    const asked: string[] = []
    page.on('request', (request) => asked.push(new URL(request.url()).pathname))
    const link = new URLSearchParams([
      ['lane', 'own:formula=keep(before < 0.9)'],
      ['lane', 'nucleus:0.9'],
    ])
    await page.goto(`/lab?${link}`)
    const findingOf = (index: number) =>
      page
        .locator('#lab-lanes article')
        .nth(index)
        .locator('.plot-box svg[role=img]')
        .getAttribute('aria-label')
    await expect.poll(() => findingOf(0)).toContain('keeps 4 of 6: cat, dog, bird, fish')
    expect(await findingOf(1)).toContain('keeps 4 of 6: cat, dog, bird, fish')
    expect(asked).toContain('/assets/own-worker.js')
    const formula = page.getByRole('textbox', { name: /^Your own formula/ })
    await formula.fill('keep(rank <= 1 + 1)')
    await expect.poll(() => findingOf(0)).toContain('keeps 2 of 6: cat, dog')
    expect(asked).not.toContain('/api/lab')
    await expect.poll(() => new URL(page.url()).searchParams.get('lane')).toContain('1 %2B 1')
    await formula.fill('keep(rank <= ')
    await expect
      .poll(() => page.locator('.lab-chains .lab-fault').first().textContent())
      .toContain('got the end')
    expect(await page.getByRole('button', { name: 'Copy command' }).count()).toBe(0)
    expect(await allAxeFaults(page)).toEqual([])
  })
})
