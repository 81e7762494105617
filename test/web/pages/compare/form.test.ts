import { describe, expect, it } from 'vitest'
import { useApp } from '../../running-app.ts'

const app = useApp()

const VALID = 'prompt=Once&lane=greedy&maxTokens=1&samples=1&seed=7&stop=&coupling=inverse-cdf&lane='

async function post(form: string) {
  const reply = await fetch(app.url, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'text/html' },
    body: form,
  })
  return { status: reply.status, html: await reply.text() }
}

const FAULTS: [string, string][] = [
  ['coupling=none', 'coupling “none”, which is inverse-cdf or gumbel-max'],
  ['chat=yes', 'chat “yes”, which is on or left out'],
  ['heal=1', 'heal “1”, which is on or left out'],
  ['temperature=0.5', 'the field “temperature”, which there is not'],
  ['__proto__=1', 'the field “__proto__”, which there is not'],
  ['seed=8&seed=9', 'seed 2 times, which has one value'],
  ['prompt=a&prompt=b', 'prompt 2 times, which has one value'],
  ['human=x&humanP=zz', 'humanP “zz”, which is a share of the mass from 0 to 1'],
  ['human=x&humanP=1.5', 'humanP “1.5”, which is a share of the mass from 0 to 1'],
]
/** The form with these fields instead of its own of these names. */
function withFields(fields: string): string {
  const all = new URLSearchParams(VALID)
  const own = new URLSearchParams(fields)
  for (const name of new Set(own.keys())) all.delete(name)
  return `${all}&${own}`
}

describe('the form of Compare', () => {
  it('runs with the fields that it sends itself, empty lanes among them', async () => {
    const { status, html } = await post(VALID)
    expect([status, html.includes('Not all of this can be done')]).toEqual([200, false])
  })

  it.each(FAULTS)('with %s is not run, and states why', async (fields, fault) => {
    const { status, html } = await post(withFields(fields))
    expect(status).toBe(400)
    expect(html).toContain(`It asks for ${fault}.`)
    expect(html).toContain('role="alert"')
  })

  it.each(['branch=1.1.1:5', 'blind=1'])('refuses %s, which only a link has', async (fields) => {
    const { status, html } = await post(`${VALID}&${fields}`)
    expect(status).toBe(400)
    expect(html).toContain(`the field “${fields.split('=')[0]}”, which a link has and a form has not`)
  })

  it('whose lanes are all blank is not run with others', async () => {
    const { status, html } = await post('prompt=Once&maxTokens=1&samples=1&seed=7&lane=&lane=+')
    expect(status).toBe(400)
    expect(html).toContain('It asks for the lanes, all of which were left blank.')
  })

  it('with an empty seed shows the one that was drawn, with which the text comes again', async () => {
    const form = 'prompt=Once&lane=sample&maxTokens=12&samples=1&seed='
    const first = (await post(form)).html
    const seed = /<input[^>]*name="seed"[^>]*value="(\d+)"/.exec(first)?.[1]
    expect(seed).toMatch(/^\d+$/)
    // All but how long it took.
    const timeless = (html: string) => html.replaceAll(/<(b|dd class="metrics-value")>[\d.,]+/g, '')
    expect(timeless((await post(form + seed)).html)).toBe(timeless(first))
  })

  it.each([
    ...FAULTS,
    ['blind=0', 'blind “0”, which is 1 or left out'],
    ['seed=-1', 'seed “-1” (Seed must be a whole number from 0 to 9,007,199,254,740,991, got -1)'],
    ['samples=0', 'samples per lane “0” (Samples per lane must be a whole number from 1 to 32, got 0)'],
    ['model=zz', 'the model “zz”, which is not on this server'],
  ])('of a link with %s states it too, and fills in the rest', async (fields, fault) => {
    for (const query of [fields, withFields(fields)]) {
      const reply = await fetch(`${app.url}/?${query}`)
      const html = await reply.text()
      expect(reply.status).toBe(200)
      expect(html).toContain(`It asks for ${fault}.`)
      // It is not run at once.
      expect(html).toContain('"isLink":false')
    }
  })
})
