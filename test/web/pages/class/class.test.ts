import type { Request } from 'express'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { LOCAL_SITE } from '../../../../src/web/http/site.ts'
import { addressesOf } from '../../../../src/web/pages/class/addresses.ts'
import { codeOf } from '../../../../src/web/pages/class/code.ts'
import { type RunningApp, startApp } from '../../running-app.ts'

let app: RunningApp
beforeAll(async () => {
  app = await startApp()
})
afterAll(() => app?.close())

const text = async (path: string) => (await fetch(app.url + path)).text()
const voter = (digit: string) => digit.repeat(32)
const vote = (body: unknown) =>
  fetch(`${app.url}/class/votes`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })

describe('the page for a class', () => {
  it('states that nobody else can open a server on loopback, and what to do', async () => {
    const page = await text('/class')
    expect(page).toContain('Only this computer can open this server')
    expect(page).toContain('HOST=0.0.0.0')
    expect(page).not.toContain('class-qr-ink')
  })

  it('counts rows and memory by the plan, and seconds once steps were measured', async () => {
    const first = await text('/class?students=30')
    expect(first).toMatch(/<b>90<\/b>: 3 for each of 30 students, up to 100 tokens/)
    expect(first).toContain('3 rows × up to 109 tokens')
    expect(first).toContain('not known yet')
    await fetch(`${app.url}/api/runs`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ prompt: 'Once', lanes: ['greedy', 'sample'], maxTokens: 60 }),
    })
    const page = await text('/class?students=30')
    const [, together, alone] = /about ([\d.,]+) s<\/b>.*about ([\d.,]+) s</s.exec(page) ?? []
    expect(Number(together?.replace(',', ''))).toBeGreaterThan(Number(alone))
  })

  it('counts a comparison of one’s own by its link', async () => {
    const link = 'http://class.local/?prompt=Hello&lane=beam:width=5&lane=greedy&maxTokens=7&samples=1&seed=3'
    const page = await text(`/class?${new URLSearchParams({ students: '2', link })}`)
    expect(page).toMatch(/<b>12<\/b>: 6 for each of 2 students, up to 7 tokens/)
    expect(page).toContain('beam:5, greedy')
  })

  it.each([
    ['students=0', 'Students must be a whole number from 1 to 1,000, got 0.'],
    ['students=many', 'Students must be a whole number from 1 to 1,000, got many.'],
    ['pupils=3', 'The address asks for the field “pupils”, which there is not; leave it out.'],
    ['students=3&students=4', 'The address asks for students 2 times, which has one value; leave it out.'],
    ['link=?prompt=a%26lane=greedy%26x=1', 'The link asks for the field “x”, which there is not'],
    ['link=http://x/lab', 'This is not the link of a comparison; Copy link on Compare makes one.'],
    ['link=?prompt=a%26lane=nuclues:0.9', 'The link asks for the lane “nuclues:0.9”'],
    ['link=?prompt=a%26maxTokens=600%26lane=greedy', 'The link asks for max new tokens “600”'],
  ])('states what is wrong with %s in a sentence', async (query, sentence) => {
    expect(await text(`/class?${query}`)).toContain(sentence)
  })

  it('leads from a short address to the blind test of the story', async () => {
    const reply = await fetch(`${app.url}/class/blind`, { redirect: 'manual' })
    expect(reply.status).toBe(303)
    const link = new URL(reply.headers.get('location')!, app.url).searchParams
    expect(link.get('blind')).toBe('1')
    expect(link.get('human')).toContain('My dearest Peter')
    expect(link.getAll('lane')).toEqual(['greedy', 'sample', 'nucleus:0.9'])
  })

  it('counts votes, one a browser and test, and refuses what is no vote', async () => {
    const test = 'prompt=a&lane=greedy'
    for (const [digit, choice] of [
      ['1', 'A Greedy'],
      ['2', 'A Greedy'],
      ['2', 'Human text'],
    ] as const) {
      expect((await vote({ test, choice, voter: voter(digit) })).status).toBe(200)
    }
    const tallies = await (await fetch(`${app.url}/class/votes`)).json()
    expect(tallies).toEqual([{ test, votes: { 'A Greedy': 1, 'Human text': 1 } }])
    for (const [index, choice] of ['constructor', '__proto__', 'toString'].entries()) {
      const reply = await vote({ test: 'prompt=b', choice, voter: voter(String(index)) })
      expect(Object.entries((await reply.json()).votes)).toContainEqual([choice, 1])
    }
    const wrong = await vote({ test, choice: 'B', voter: 'me' })
    expect(wrong.status).toBe(400)
    expect(await wrong.text()).toContain('32 hexadecimal digits')
    expect((await vote({ test, choice: 'B', voter: voter('3'), more: 1 })).status).toBe(400)
    const form = new URLSearchParams({ test, choice: 'B', voter: voter('3') })
    const posted = await fetch(`${app.url}/class/votes`, { method: 'POST', body: form })
    expect([posted.status, (await posted.json()).error.message]).toEqual([
      415,
      'Expected a JSON body, got application/x-www-form-urlencoded;charset=UTF-8; send it with ' +
        'content-type: application/json.',
    ])
    expect((await fetch(`${app.url}/class/votes`, { method: 'DELETE' })).status).toBe(405)
  })
})

describe('what students can open', () => {
  const asked = (host: string, headers: Record<string, string> = {}) =>
    ({ headers: { host, ...headers }, protocol: 'http', socket: { localPort: 3000 } }) as unknown as Request
  const open = {
    ...LOCAL_SITE,
    isLoopback: false,
    hosts: ['desk', '127.0.0.1', '192.168.1.20', '::1', 'fe80::1', 'fd00::5', '169.254.3.4'],
  }

  it('is nothing on loopback', () => {
    expect(addressesOf(asked('localhost:3000'), LOCAL_SITE)).toEqual([])
    expect(addressesOf(asked('[::1]:3000'), LOCAL_SITE)).toEqual([])
  })

  it('is what the server listens on, numbers first, without what holds for one computer or cable', () => {
    expect(addressesOf(asked('127.0.0.1:3000'), open)).toEqual([
      'http://192.168.1.20:3000',
      'http://desk:3000',
      'http://[fd00::5]:3000',
    ])
  })

  it('is the address that the page was asked for at, before any other, and behind a proxy too', () => {
    expect(addressesOf(asked('desk:3000'), open)[0]).toBe('http://desk:3000')
    const behind = asked('nucleus.school.org', { 'x-forwarded-proto': 'https' })
    expect(addressesOf(behind, LOCAL_SITE)).toEqual(['https://nucleus.school.org'])
  })

  it('is drawn as squares on a light border', () => {
    const { size, path } = codeOf('http://192.168.1.20:3000/')
    const dark = new Set(path.match(/M\d+ \d+/g))
    expect(size).toBe(25 + 8)
    // The three corners that a scanner looks for.
    for (const [x, y] of [
      [4, 4],
      [size - 5, 4],
      [4, size - 5],
    ]) {
      expect(dark.has(`M${x} ${y}`)).toBe(true)
    }
    expect([...dark].some((one) => /M[0-3] /.test(one))).toBe(false)
  })
})
