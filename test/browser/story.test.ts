/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { COMPARISONS } from '../../src/page/compare/story/comparisons.ts'
import { SCENES, STORY_PROMPT } from '../../src/page/compare/story/scenes.ts'
import { cases } from '../helpers/thorough.ts'
import { useApp } from '../web/running-app.ts'
import { axeFaults } from './axe.ts'
import { noBrowser, openPage } from './browser.ts'
import { looks } from './looks.ts'

const scene = (page: Page) => page.locator('.story-scene[aria-current]').textContent()
const finished = (page: Page, lanes: number) =>
  page.waitForFunction(
    (count) =>
      /Done/.test(document.querySelector('#runline')?.textContent ?? '') &&
      document.querySelectorAll('.lane-column:not(.human-lane)').length === count,
    lanes,
  )
/** On a phone, whether the marked part is between the top bar and the story’s words at the bottom. */
const isMarkSeen = (page: Page) =>
  page.locator('[data-look]').evaluate((lane) => {
    const part = lane.querySelector(`.lane-${(lane as HTMLElement).dataset.look}`)!.getBoundingClientRect()
    const words = document.querySelector('.story-foot')!.getBoundingClientRect()
    return part.top < words.top && part.bottom > 60
  })
/**
 * On a phone, whether a scene's sentence is in sight, and with it the first lines of the lane it is about.
 */
const isSceneSeen = (page: Page) =>
  page.evaluate(() => {
    const boxOf = (one: string) => document.querySelector(one)!.getBoundingClientRect()
    const [words, text] = [boxOf('.story-words p'), boxOf('.lane-column[data-look] .lane-text')]
    return words.top >= 0 && words.bottom < text.top && text.top + 60 <= boxOf('.story-foot').top
  })
/**
 * What the story's words cover of what a scene needs: the key of the colours, and the heads of its lanes.
 */
const coveredByWords = (page: Page) =>
  page.evaluate(() => {
    const { bottom } = document.querySelector('.story-panel')!.getBoundingClientRect()
    const needed = [...document.querySelectorAll('#legend, .lane-head h2')]
    const hidden = needed.filter((one) => one.getBoundingClientRect().top < bottom - 1)
    return hidden.map((one) => one.textContent)
  })
/** What of the story's words and buttons is out of sight, two frames from now. */
const foldedWords = (page: Page) =>
  page.evaluate(async () => {
    for (let frame = 0; frame < 2; frame++) await new Promise(requestAnimationFrame)
    const needed = ['.story-scenes', '.story-words p', '.story-look', '.story-buttons']
    return needed.filter((one) => {
      const { top, bottom } = document.querySelector(one)!.getBoundingClientRect()
      return top < 52 || bottom > innerHeight
    })
  })
const copiesIn = (page: Page, lane: string) => page.locator(`#lane-${lane} .lane-loops`).textContent()

describe.skipIf(noBrowser)(`the story ${noBrowser && `(${noBrowser})`}`, () => {
  const app = useApp()

  it('opens for a newcomer and plays its scenes on the real page', async () => {
    const { page, faults, close } = await openPage(app.url, { isNewcomer: true })
    await finished(page, 1)
    expect(await page.inputValue('#prompt')).toBe(STORY_PROMPT)
    expect(await copiesIn(page, 'A')).toMatch(/Repeats one sentence \d+ times.*×\d+I am/)
    expect(await page.getAttribute('#lane-A', 'data-look')).toBe('loops')
    for (const [index, { title, lanes }] of SCENES.entries()) {
      if (index > 0) await page.click('[data-do="story-next"]')
      await expect.poll(() => scene(page)).toBe(`${index + 1} ${title}`)
      await finished(page, lanes.length)
      expect(await page.locator('[data-look]').count()).toBe(1)
    }
    await page.locator('.human-lane .text-token').first().waitFor()
    expect(await page.locator('.human-lane .lane-loops').textContent()).toMatch(/allowed/)
    await expect
      .poll(() => page.locator('.story-look').textContent())
      .toMatch(/of its \d+ tokens (is|are) dotted/)
    expect(await page.locator('.story-panel').textContent()).not.toContain('Skip')
    expect(faults).toEqual([])
    await close()
  })

  const windows: [number, number, boolean][] = [
    [1280, 720, false],
    [1440, 900, true],
    [1366, 768, false],
    [1440, 900, false],
    [1280, 720, true],
    [1366, 768, true],
    [1920, 1080, true],
  ]
  it.each(windows.slice(0, cases(1, windows.length)))(
    'leaves the names of its lanes and the key in sight at %i by %i, presented: %s',
    async (width, height, isPresented) => {
      const { page, close } = await openPage(app.url, { isNewcomer: true, viewport: { width, height } })
      await finished(page, 1)
      if (isPresented) await page.keyboard.press('F2')
      for (const { lanes } of SCENES.slice(1)) {
        await page.click('[data-do="story-next"]')
        await finished(page, lanes.length)
        await page.locator('.lane-column[data-look] .text-token').first().waitFor()
        // The words change once the text is measured, and the page moves with them.
        await expect.poll(() => page.locator('.story-look').textContent()).toMatch(/\d/)
        await expect.poll(() => coveredByWords(page)).toEqual([])
        const name = page.locator('.lane-column[data-look] h2')
        expect(await name.evaluate((one) => one.getBoundingClientRect().bottom < innerHeight)).toBe(true)
      }
      await close()
    },
  )

  it('keeps letters and finished texts from scene to scene, and its words in a low window', async () => {
    const viewport = { width: 853, height: 480 }
    const { page, close } = await openPage(app.url, { isNewcomer: true, viewport })
    const asked: string[][] = []
    page.on('request', (request) => {
      if (request.url().endsWith('/api/runs')) asked.push(request.postDataJSON().lanes)
    })
    await finished(page, 1)
    for (const lanes of [2, 2, 3, 3]) {
      await page.click('[data-do="story-next"]')
      await finished(page, lanes)
      // The words change once the text is measured; the page would move in the next frame.
      await expect.poll(() => page.locator('.story-look').textContent()).toMatch(/\d/)
      expect(await foldedWords(page)).toEqual([])
    }
    expect(asked.flat()).toEqual([...new Set(asked.flat())])
    expect(await page.locator('.lane-column:not(.human-lane) .lane-head .ui-mark').allTextContents()).toEqual(
      ['A', 'B', 'C'],
    )
    // The address holds all lanes, whichever of them ran last.
    await expect
      .poll(() => new URL(page.url()).searchParams.getAll('lane'))
      .toEqual(['greedy', 'sample', 'nucleus:0.9'])
    await close()
  })

  it('states of a sampled text what is measured, and so does the line below it', async () => {
    const { page, close } = await openPage(app.url, { isNewcomer: true })
    await page.click('[data-scene="2"]')
    await finished(page, 2)
    // The scene has the words of the line below the text.
    const loops = (await page.locator('#lane-D .loop-note').first().textContent())!.toLowerCase()
    await expect.poll(() => page.locator('.story-look').textContent()).toContain(`Lane D ${loops}`)
    await page.click('[data-scene="3"]')
    await finished(page, 2)
    const dotted = await page.locator('#lane-B .text-token.is-out').count()
    expect(dotted).toBeGreaterThan(0)
    await expect
      .poll(() => page.locator('.story-look').textContent())
      .toContain(`${dotted} of the 100 tokens`)
    expect(await page.locator('#lane-B .lane-loops').textContent()).toContain(
      `${dotted} of 100 tokens from the`,
    )
    await page.click('[data-scene="4"]')
    await finished(page, 3)
    expect(await page.locator('#lane-C .text-token.is-out').count()).toBe(0)
    expect(await page.locator('#lane-C .lane-loops').textContent()).toContain('No token from the tail')
    await close()
  })

  it('is left by changing it, comes back as it was, and can be entered at any scene', async () => {
    const { page, close } = await openPage(app.url, { isNewcomer: true })
    await finished(page, 1)
    // A scene is shown without the settings; a button brings them.
    await expect.poll(() => page.isVisible('#maxTokens')).toBe(false)
    await page.click('[data-do="story-settings"]')
    await page.fill('#maxTokens', '20')
    await page.click('[data-do="story-back-to"]')
    await finished(page, 1)
    await expect.poll(() => page.inputValue('#maxTokens')).toBe('100')
    await page.click('[data-scene="4"]')
    await finished(page, 3)
    await page.click('[data-scene="1"]')
    await finished(page, 1)
    await close()
  })

  it('is skipped by one key; then greedy, pure sampling and nucleus are set', async () => {
    const { page, close } = await openPage(app.url, { isNewcomer: true })
    await page.locator('.story-panel').waitFor()
    await page.keyboard.press('Escape')
    await page.locator('.story-panel').waitFor({ state: 'detached' })
    await page.locator('#prompt:focus').waitFor()
    await expect
      .poll(() => page.locator('.lane-column h2').allTextContents())
      .toEqual(['Greedy', 'Pure sampling', 'Nucleus 0.9'])
    // The page is as it came: a seed is set, nothing has run, the address is plain.
    expect(await page.inputValue('#seed')).toMatch(/^\d+$/)
    expect(await page.locator('#examples').isVisible()).toBe(true)
    expect(new URL(page.url()).search).toBe('')
    await page.goto(app.url)
    await page.locator('#examples').waitFor()
    expect(await page.locator('.story-panel').count()).toBe(0)
    // It is there again for whoever asks for it.
    await page.click('[data-do="lessons"]')
    await page.getByRole('button', { name: 'The story in five scenes' }).last().click()
    await page.locator('.story-panel').waitFor()
    await close()
  })

  it('shows the prompt at its end; its letter goes with the prompt that it continues', async () => {
    const { page, close } = await openPage(app.url, {
      isNewcomer: true,
      viewport: { width: 390, height: 844 },
    })
    await page.click('[data-scene="5"]')
    await finished(page, 3)
    await page.locator('.human-lane .text-token').first().waitFor()
    await page.mouse.wheel(0, 900)
    await expect.poll(() => page.evaluate(() => scrollY)).toBeGreaterThan(300)
    await page.click('[data-do="story-end"]')
    await expect.poll(() => page.evaluate(() => scrollY)).toBe(0)
    await page.locator('#prompt:focus').waitFor()
    // Another length is still the letter's prompt.
    await page.fill('#maxTokens', '4')
    await page.click('.composer-dock [type="submit"]')
    await finished(page, 3)
    expect(await page.locator('.lane-column.human-lane').count()).toBe(1)
    await page.fill('#prompt', 'Once upon a time')
    await page.click('.composer-dock [type="submit"]')
    await finished(page, 3)
    await expect.poll(() => page.locator('.lane-column.human-lane').count()).toBe(0)
    await close()
  })

  it('takes back what was changed in a scene', async () => {
    const { page, close } = await openPage(app.url, { isNewcomer: true })
    await finished(page, 1)
    await page.click('[data-focus="menu-0"]')
    await page.click('#pop button:has-text("Duplicate")')
    await expect.poll(() => page.locator('.story-look').textContent()).toContain('You changed this scene')
    await page.keyboard.press('Control+z')
    await expect.poll(() => page.locator('.story-look').textContent()).toContain('Look here')
    expect(await page.locator('.lane-column').count()).toBe(1)
    await close()
  })

  it('gives back the run that it was opened over', async () => {
    const { page, close } = await openPage(`${app.url}/?prompt=Once&lane=greedy&maxTokens=4&seed=1`)
    await finished(page, 1)
    const words = await page.locator('#lane-A .text-body').textContent()
    await page.click('[data-do="lessons"]')
    await page.getByRole('button', { name: 'The story in five scenes' }).last().click()
    await expect.poll(() => page.inputValue('#prompt')).toBe(STORY_PROMPT)
    await page.click('.story-buttons [data-do="story-end"]')
    await expect.poll(() => page.locator('#lane-A .text-body').textContent()).toBe(words)
    await expect.poll(() => page.inputValue('#seed')).toBe('1')
    await expect.poll(() => new URL(page.url()).searchParams.get('prompt')).toBe('Once')
    await close()
  })

  it('does not open over a link, nor to a page without scripts', async () => {
    const linked = await openPage(`${app.url}/?prompt=Once&lane=greedy&maxTokens=4&seed=1`, {
      isNewcomer: true,
    })
    await finished(linked.page, 1)
    expect(await linked.page.locator('.story-panel').count()).toBe(0)
    await linked.close()
    const plain = await openPage(app.url, { isNewcomer: true, javaScriptEnabled: false })
    await expect.poll(() => plain.page.locator('.story-panel').isVisible()).toBe(false)
    await plain.close()
  })

  const compared = COMPARISONS.map(({ title }, index) => [title, index] as const)
  it.each(compared.slice(0, cases(1, compared.length)))(
    'states what to look for in the comparison %s',
    async (title, index) => {
      const { page, faults, close } = await openPage(app.url)
      await page.locator('[data-do="comparison"]').nth(index).click()
      await page.locator('.story-buttons [data-do="story-end"]:focus').waitFor()
      await finished(page, COMPARISONS[index]!.lanes.length)
      expect(await page.locator('.story-panel h2').textContent()).toBe(title)
      expect(await page.locator('.story-look').textContent()).toContain(COMPARISONS[index]!.look)
      // Greedy and beam search loop, pure sampling and the nucleus do not.
      if (title === 'Degeneration') {
        for (const lane of ['A', 'B']) expect(await copiesIn(page, lane)).toMatch(/×\d+/)
        for (const lane of ['C', 'D']) expect(await copiesIn(page, lane)).not.toMatch(/×\d+/)
      }
      await page.click('[data-do="story-end"]')
      await page.locator('.story-panel').waitFor({ state: 'detached' })
      expect(faults).toEqual([])
      await close()
    },
  )

  it('opens each scene at its top on a phone, and leads to what it is about', async () => {
    const { page, close } = await openPage(app.url, {
      isNewcomer: true,
      viewport: { width: 390, height: 844 },
      hasTouch: true,
      isMobile: true,
    })
    await finished(page, 1)
    for (const count of [1, 2, 2, 3, 3]) {
      if (count > 1) await page.click('[data-do="story-next"]')
      await finished(page, count)
      await page.locator('.lane-column[data-look] .text-token').first().waitFor()
      // What is seen first is first to the keyboard and to a screen reader too.
      expect(await page.locator('.lane-columns > :first-child').getAttribute('data-look')).not.toBeNull()
      await expect.poll(() => page.evaluate(() => scrollY)).toBe(0)
      await expect.poll(() => isSceneSeen(page)).toBe(true)
      // What stays in sight takes no more than a quarter of it.
      expect((await page.locator('.story-foot').boundingBox())!.height).toBeLessThan(844 / 4)
      await page.click('.story-look .ui-term')
      await expect.poll(() => isMarkSeen(page)).toBe(true)
    }
    await close()
  })

  it.each(looks)('has no serious fault of accessibility at %i px in the %s scheme', async (width, scheme) => {
    const { page, close } = await openPage(app.url, {
      isNewcomer: true,
      viewport: { width, height: 900 },
      colorScheme: scheme,
    })
    await finished(page, 1)
    expect(await axeFaults(page)).toEqual([])
    await close()
  })
})

describe.skipIf(noBrowser)(`drawing again and walking back ${noBrowser && `(${noBrowser})`}`, () => {
  const app = useApp()

  it('takes a new seed, runs it, and Back brings the run before with the same words', async () => {
    const { page, close } = await openPage(
      `${app.url}/?prompt=Once+upon+a+time&lane=sample&maxTokens=12&seed=7`,
    )
    const words = () => page.locator('#lane-A .text-body').textContent()
    await finished(page, 1)
    const first = await words()
    await page.click('[data-do="draw-again"]')
    await expect.poll(() => new URL(page.url()).searchParams.get('seed')).not.toBe('7')
    await finished(page, 1)
    await expect.poll(words).not.toBe(first)
    await page.goBack()
    await expect.poll(() => page.inputValue('#seed')).toBe('7')
    await finished(page, 1)
    await expect.poll(words).toBe(first)
    await page.goForward()
    await expect.poll(() => page.inputValue('#seed')).not.toBe('7')
    await close()
  })
})
