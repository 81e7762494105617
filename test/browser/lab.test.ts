/// <reference lib="dom" />
import type { Locator, Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { cases, isThorough } from '../helpers/thorough.ts'
import { allAxeFaults } from './axe.ts'
import { openAll, overflow, paste, useLab } from './lab-browser.ts'
import { looks } from './looks.ts'
import { smallTargets } from './targets.ts'

const lab = useLab()

const NUCLEUS = '/lab?lane=nucleus%3A0.9'
const lane = (page: Page, index = 0) => page.locator('#lab-lanes article').nth(index)
const finding = (page: Page, index = 0) =>
  lane(page, index).locator('.plot-box svg[role=img]').getAttribute('aria-label')
const logitOf = (page: Page, word: string) => page.getByRole('textbox', { name: `Logit of ${word}` })
const until = async (page: Page, what: string | RegExp, index = 0) =>
  expect.poll(() => finding(page, index)).toMatch(what)

describe('the seed demo', () => {
  it('keeps cat, dog, bird and fish at p = 0.9, in the page as it is served', async () => {
    const page = await lab.page({ javaScriptEnabled: false })
    await page.goto(NUCLEUS)
    await expect.poll(() => finding(page)).toBe('Nucleus 0.9 keeps 4 of 6: cat, dog, bird, fish.')
    await expect.poll(() => lane(page).textContent()).toContain('fish crosses: 0.947')
  })

  it('redraws while a logit is typed', async () => {
    const page = await lab.page()
    await page.goto(NUCLEUS)
    await logitOf(page, 'hamster').fill('5')
    await until(page, 'keeps 2 of 6: hamster, cat')
    const weights = [2.4, 1.8, 0.5, 0.2, -0.3, 5].map(Math.exp)
    const raw = weights[5]! / weights.reduce((sum, weight) => sum + weight, 0)
    await expect.poll(() => page.locator('[data-raw="5"]').textContent()).toBe(raw.toFixed(3))
    // A shape takes the words away; there is a way back, by key and by button.
    await page.check('input[name="preset"][value="flat"]', { force: true })
    await expect.poll(() => logitOf(page, 'hamster').count()).toBe(0)
    await page.keyboard.press('Control+z')
    await expect.poll(() => logitOf(page, 'hamster').inputValue()).toBe('5')
    await page.getByRole('button', { name: 'Undo numbers' }).click()
    await until(page, 'keeps 4 of 6: cat, dog, bird, fish')
    await page.getByRole('button', { name: 'Redo numbers' }).click()
    await until(page, 'keeps 2 of 6: hamster, cat')
  })

  it('marks a value that is no number and leaves the last good plot', async () => {
    const page = await lab.page({ expectErrors: true })
    await page.goto(NUCLEUS)
    await logitOf(page, 'cat').fill('')
    const field = logitOf(page, 'cat')
    await expect.poll(() => field.getAttribute('aria-invalid')).toBe('true')
    await expect
      .poll(() => page.locator('#lab-wrong').textContent())
      .toBe('A logit must be a number or "-Infinity", got "".')
    expect(await finding(page)).toBe('Nucleus 0.9 keeps 4 of 6: cat, dog, bird, fish.')
    await field.fill('2.4')
    await expect.poll(() => field.getAttribute('aria-invalid')).toBeNull()
    await expect.poll(() => page.locator('#lab-wrong').textContent()).toBe('')
  })

  it('names the wrong value of now alone, and gives no command until it is mended', async () => {
    const page = await lab.page({ expectErrors: true })
    await page.goto(NUCLEUS)
    const [field, command] = [logitOf(page, 'cat'), page.getByRole('button', { name: 'Copy command' })]
    await expect.poll(() => command.count()).toBe(1)
    for (const value of ['1e400', 'abc']) {
      await field.fill(value)
      await expect.poll(() => page.locator('#lab-wrong').textContent()).toContain(`got "${value}"`)
      expect(await field.getAttribute('aria-invalid')).toBe('true')
      expect(await page.locator('#lab-problem').textContent()).toBe('')
      expect(await command.count()).toBe(0)
    }
    // What the server found of all words together goes when one of them is wrong by itself.
    for (const word of ['cat', 'dog', 'bird', 'fish', 'lizard', 'hamster'])
      await logitOf(page, word).fill('-inf')
    await expect.poll(() => page.locator('#lab-problem').textContent()).not.toBe('')
    expect(await command.count()).toBe(0)
    await field.fill('abc')
    await expect.poll(() => page.locator('#lab-problem').textContent()).toBe('')
    await field.fill('2.4')
    await expect.poll(() => command.count()).toBe(1)
  })

  it('lets a chain that is wrong fail alone', async () => {
    const page = await lab.page()
    await page.goto('/lab?lane=nucleus%3A0.9&lane=top-k%3A2')
    await page.getByRole('textbox', { name: 'Chain of A' }).fill('nucleus:1.4')
    await expect.poll(() => lane(page).textContent()).toContain('from 0 to 1 (1 is off), got 1.4')
    expect(await finding(page, 1)).toBe('Top-k 2 keeps 2 of 6: cat, dog.')
  })
})

describe('draws', () => {
  const drawn = (page: Page) => page.locator('.lab-drawn').textContent()

  it('are the same for the same seed, and others for another', async () => {
    const page = await lab.page()
    await page.goto(`${NUCLEUS}&seed=7&draws=60`)
    const first = await drawn(page)
    await page.getByRole('textbox', { name: 'with seed' }).fill('8')
    await page.getByRole('button', { name: 'Draw', exact: true }).click()
    await expect.poll(() => drawn(page)).not.toBe(first)
    await page.getByRole('textbox', { name: 'with seed' }).fill('7')
    await page.keyboard.press('Enter')
    await expect.poll(() => drawn(page)).toBe(first)
  })

  it('state what is wrong with their number beside it', async () => {
    const page = await lab.page({ expectErrors: true })
    await page.goto(NUCLEUS)
    await page.getByRole('textbox', { name: 'draw', exact: true }).fill('-3')
    await page.getByRole('button', { name: 'Draw', exact: true }).click()
    await expect
      .poll(() => page.locator('#lab-draw-error').textContent())
      .toBe('draws must be a whole number from 0 to 1,000,000, got -3.')
  })
})

describe('knobs and lanes', () => {
  it('turn by keyboard, and the chain follows', async () => {
    const page = await lab.page()
    await page.goto(NUCLEUS)
    const slider = page.getByRole('slider', { name: 'Nucleus p' })
    await slider.focus()
    for (let press = 0; press < 38; press++) await page.keyboard.press('ArrowLeft')
    const chain = page.getByRole('textbox', { name: 'Chain of A' })
    await expect.poll(() => chain.inputValue()).toBe('nucleus:0.52')
    await until(page, 'keeps 1 of 6: cat')
    await page.getByRole('checkbox', { name: 'Temperature', exact: true }).press('Space')
    await expect.poll(() => chain.inputValue()).toBe('nucleus:0.52+temperature:1')
    await slider.focus()
    await page.keyboard.press('End')
    await expect.poll(() => chain.inputValue()).toBe('temperature:1')
  })

  it('take off from the number box, and "off" takes the step out', async () => {
    const page = await lab.page()
    await page.goto('/lab?lane=sample')
    const box = page.getByRole('textbox', { name: 'Min-p p, a number or off' })
    await box.fill('0.1')
    await until(page, 'Min-p 0.1 keeps 4 of 6')
    await box.fill('off')
    await until(page, 'Pure sampling keeps 6 of 6')
  })

  it('offers the words that a parameter may be as a list, and a text the width of its knob', async () => {
    const page = await lab.page()
    await page.goto('/lab?lane=presence-penalty')
    const list = page.locator('.lab-knob.is-extra select')
    await list.selectOption('false')
    await expect
      .poll(() => page.locator('input[name="lane"]').inputValue())
      .toBe('presence-penalty:penalty=0.5,prompt=false')
    expect(await list.locator('option').allTextContents()).toEqual(['true', 'false'])
    const row = page.locator('.lab-knob', { hasText: 'Logit bias' })
    const [name, box] = await Promise.all(
      ['.lab-knob-name', '.is-text'].map((one) => row.locator(one).boundingBox()),
    )
    expect(Math.abs(box!.y + box!.height / 2 - name!.y - name!.height / 2)).toBeLessThan(8)
    expect(box!.width).toBeGreaterThan(name!.width)
  })

  it('are added and removed; focus goes on in the table', async () => {
    const page = await lab.page()
    await page.goto(NUCLEUS)
    await page.getByLabel('Start a new lane from').selectOption('p-less')
    await page.getByRole('button', { name: 'Add a lane' }).click()
    await until(page, 'p-less keeps 1 of 6', 1)
    await expect
      .poll(() => page.evaluate('document.activeElement.getAttribute("aria-label")'))
      .toBe('Chain of B')
    await page.getByRole('button', { name: 'Remove lane A' }).click()
    await expect.poll(() => page.locator('#lab-lanes article').count()).toBe(1)
    await until(page, 'p-less')
    // The focus is on no field, where Ctrl+Z would take back what was typed there.
    await page.keyboard.press('Control+z')
    await expect.poll(() => page.locator('#lab-lanes article').count()).toBe(2)
    await page.getByRole('button', { name: 'Remove dog' }).click()
    await expect.poll(() => logitOf(page, 'dog').count()).toBe(0)
    await page.keyboard.press('Control+z')
    await expect.poll(() => logitOf(page, 'dog').count()).toBe(1)
  })

  it('draw the step of a chain that is chosen', async () => {
    const page = await lab.page()
    await page.goto('/lab?lane=temperature%3A2%2Btop-k%3A2')
    await page.getByRole('button', { name: 'temperature:2 6 left' }).click()
    await expect.poll(() => lane(page).textContent()).toContain('Flattens the bars')
  })
})

describe('a distribution of one’s own', () => {
  it('is pasted as lines, and refused with the line that is wrong', async () => {
    const page = await lab.page()
    await page.goto(NUCLEUS)
    await page.getByText('Paste a list', { exact: true }).click()
    const box = page.locator('#lab-pasted')
    await box.fill('sun 3\nmoon')
    await page.getByRole('button', { name: 'Use this list' }).click()
    await expect.poll(() => page.locator('#lab-list-error').textContent()).toContain('Line 2')
    await box.fill('sun 3\nmoon 1')
    await page.getByRole('button', { name: 'Use this list' }).click()
    await until(page, 'keeps 2 of 2: sun, moon')
  })

  it('is counted from a text, and an unseen context reports it', async () => {
    const page = await lab.page()
    await page.goto(NUCLEUS)
    await page.getByText('Count a text', { exact: true }).click()
    await page.locator('#lab-context').fill('the cow')
    await page.getByRole('button', { name: 'Count', exact: true }).click()
    await expect
      .poll(() => page.locator('#lab-count-error').textContent())
      .toContain('“the cow” never occurs in this text')
    await page.locator('#lab-context').fill('the cat')
    await page.keyboard.press('Enter')
    await until(page, 'of 4: sat, and')
    await expect.poll(() => page.locator('.lab-words th').nth(1).textContent()).toBe('count')
  })

  it('may have 8,192 words', async () => {
    const page = await lab.page()
    await page.goto('/lab?preset=heavy-tail&lane=nucleus%3A0.9')
    await until(page, /keeps 7,\d\d\d of 8,192/)
    await expect.poll(() => page.locator('.lab-words').textContent()).toContain('8,180 more')
    // A list of one's own that is too long for a link is offered none, and leaves no address of another.
    const share = page.locator('[aria-labelledby="h-share"]')
    expect(await share.getByRole('button').allTextContents()).toEqual(['Copy command', 'Copy link'])
    await openAll(page)
    await paste(page, '#lab-pasted', Array.from({ length: 1500 }, (_, index) => `w${index} 0`).join('\n'))
    await page.click('button[value="list"]')
    await expect.poll(() => share.textContent()).toContain('A link holds up to 12,000 characters, and this')
    expect(await share.getByRole('button').allTextContents()).toEqual(['Copy command'])
    await expect.poll(() => new URL(page.url()).search).toBe('')
  })
})

describe('the link', () => {
  it('holds everything', async () => {
    const page = await lab.page()
    await page.goto('/lab')
    await page.getByRole('textbox', { name: 'Word 1' }).fill('cow & calf')
    await logitOf(page, 'dog').fill('3')
    await page.locator('#lab-history').fill('dog')
    await page.getByRole('textbox', { name: 'Chain of A' }).fill('temperature:0.5+repetition-penalty:1.5')
    await expect.poll(() => new URL(page.url()).searchParams.get('history')).toBe('dog')
    await expect.poll(() => new URL(page.url()).searchParams.getAll('lane')[0]).toContain('repetition')
    const [url, lanes] = [page.url(), await page.locator('#lab-lanes').textContent()]
    const other = await lab.page({ javaScriptEnabled: false })
    await other.goto(url)
    await expect.poll(() => other.locator('#lab-lanes').textContent()).toBe(lanes)
  })
})

describe('without scripts', () => {
  it('the form redraws, adds a word and loads a shape', async () => {
    const page = await lab.page({ javaScriptEnabled: false })
    await page.goto(NUCLEUS)
    await logitOf(page, 'hamster').fill('5')
    await page.keyboard.press('Enter')
    await until(page, 'keeps 2 of 6: hamster, cat')
    await page.getByRole('button', { name: 'Add a word' }).click()
    await until(page, 'of 7')
    await page.getByRole('radio', { name: 'Two-humped' }).check({ force: true })
    await page.getByRole('button', { name: 'Load the chosen shape' }).click()
    await until(page, 'keeps 10 of 20')
    await page.getByRole('textbox', { name: 'Weight of one' }).fill('x')
    await page.keyboard.press('Enter')
    await expect
      .poll(() => page.locator('#lab-wrong').textContent())
      .toBe('A probability must be a number from 0 up, got "x".')
  })
})

describe('a screen', () => {
  it('has the same room on both sides of its settings', async () => {
    const page = await lab.page({ width: 1440 })
    await page.goto(NUCLEUS)
    const [panel, words] = await Promise.all(
      ['.lab-settings', '.lab-settings .lab-words'].map((one) => page.locator(one).boundingBox()),
    )
    const [left, right] = [words!.x - panel!.x, panel!.x + panel!.width - words!.x - words!.width]
    expect(Math.abs(left - right)).toBeLessThanOrEqual(2)
  })

  const isSeen = (locator: Locator) =>
    locator.evaluate((element) => {
      const { top, bottom, left, right } = element.getBoundingClientRect()
      return top >= 52 && bottom <= innerHeight && left >= 0 && right <= innerWidth
    })

  // The narrowest and the lowest first.
  const screens: [number, number, boolean][] = [
    [360, 740, true],
    [1280, 720, false],
    [900, 800, false],
    [390, 844, true],
    [1440, 900, false],
  ]
  it.each(screens.slice(0, cases(2, screens.length)))(
    'of %i by %i shows a knob beside its plot: exercise 1 can be done',
    async (width, height, isTouch) => {
      const page = await lab.page({ width, height, isTouch })
      await page.goto('/learn')
      await page.getByRole('link', { name: 'Set it up' }).first().click()
      const slider = page.getByRole('slider', { name: 'Nucleus p' })
      await slider.scrollIntoViewIfNeeded()
      await slider.focus()
      const words = lane(page).locator('.plot-box > svg')
      await expect.poll(() => isSeen(slider)).toBe(true)
      await expect.poll(() => isSeen(words)).toBe(true)
      // Nothing lies over the knob.
      expect(
        await slider.evaluate((element) => {
          const { left, top, width, height } = element.getBoundingClientRect()
          return document.elementFromPoint(left + width / 2, top + height / 2) === element
        }),
      ).toBe(true)
      for (let press = 0; press < 38; press++) await page.keyboard.press('ArrowLeft')
      await until(page, 'Nucleus 0.52 keeps 1 of 6: cat')
      await page.keyboard.press('ArrowRight')
      await until(page, 'Nucleus 0.53 keeps 2 of 6: cat, dog')
      await expect.poll(() => isSeen(slider)).toBe(true)
    },
  )

  it.each(looks)('%i px wide keeps a row in its place while its logit is edited', async (width) => {
    const page = await lab.page({ width, isTouch: width < 500 })
    for (const query of ['', '&preset=never', '&preset=flat']) {
      await page.goto(NUCLEUS + query)
      const field = page.locator('input[name="value"]').nth(2)
      const top = () => field.evaluate((element) => element.getBoundingClientRect().top)
      await field.focus()
      const before = await top()
      await field.fill('3')
      await expect.poll(() => new URL(page.url()).searchParams.getAll('value')[2]).toBe('3')
      expect(await top()).toBe(before)
      await field.fill('x')
      await expect.poll(() => page.locator('#lab-wrong').textContent()).toContain('got "x"')
      expect(await top()).toBe(before)
    }
  })

  it.each(isThorough ? [360, 390] : [360])(
    '%i px wide has targets for fingers, and nothing that is cut off',
    async (width) => {
      const page = await lab.page({ width, height: 800, isTouch: true })
      await page.goto('/lab?lane=temperature%3A0.7%2Bxtc&lane=nucleus%3A0.9')
      await openAll(page)
      expect(await smallTargets(page)).toEqual([])
      expect(await overflow(page)).toBeLessThanOrEqual(0)
    },
  )

  it('explains a knob where a finger can ask, not in a tooltip alone', async () => {
    const page = await lab.page({ width: 390, isTouch: true })
    await page.goto(NUCLEUS)
    await expect.poll(() => page.locator('main [title]').count()).toBe(0)
    await page.getByRole('button', { name: 'What Nucleus does' }).tap()
    const dialog = page.getByRole('dialog', { name: 'Nucleus' })
    await expect.poll(() => dialog.textContent()).toMatch(/Rule.*Source.*Default.*Weakness/)
    await page.keyboard.press('Escape')
    await expect.poll(() => dialog.count()).toBe(0)
  })
})

describe('the page', () => {
  it.each(looks)(
    'has no accessibility finding at %i px in the %s scheme, and does not scroll sideways',
    async (width, colorScheme) => {
      const page = await lab.page({ colorScheme, width })
      const lanes = ['temperature:0.7+nucleus:0.9', 'typical:0.5', 'top-n-sigma', 'nucleus:2', 'xtc']
      await page.goto(`/lab?${new URLSearchParams(lanes.map((lane): [string, string] => ['lane', lane]))}`)
      await until(page, 'Temperature 0.7')
      await openAll(page)
      expect(await allAxeFaults(page)).toEqual([])
      expect(await overflow(page)).toBeLessThanOrEqual(0)
    },
  )
})
