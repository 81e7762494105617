import { expect, it } from 'vitest'
import { DRAWN } from '../../../../src/web/pages/send-page.ts'
import { useApp } from '../../running-app.ts'

const app = useApp()
const read = async (query: string) => (await fetch(`${app.url}/${query}`)).text()
const seedOf = (html: string) => /<input[^>]*name="seed"[^>]*value="(\d+)"/.exec(html)![1]!

it('is drawn for every reader', async () => {
  const pages = await Promise.all(Array.from({ length: 4 }, () => read('?maxTokens=40')))
  expect(new Set(pages.map(seedOf)).size).toBe(4)
})

it('is all that such pages differ in, and the page is the one of a link with that seed', async () => {
  const drawn = await read('?maxTokens=40')
  const seed = seedOf(drawn)
  expect(drawn).toContain(`"seed":"${seed}"`)
  expect(drawn).not.toContain(DRAWN)
  expect(await read(`?maxTokens=40&seed=${seed}`)).toBe(drawn)
})

it('takes no number of the reader’s own for the drawn one', async () => {
  const html = await read(`?prompt=Room+${DRAWN}`)
  expect(html).toContain(`Room ${DRAWN}`)
  expect(seedOf(html)).not.toBe(DRAWN)
})
