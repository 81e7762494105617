import { describe, expect, it } from 'vitest'
import { exercises } from '../../../../src/web/pages/learn/exercises.ts'
import { useApp } from '../../running-app.ts'

const app = useApp()

const FORM = { 'content-type': 'application/x-www-form-urlencoded' }
const open = async (query: string) => (await fetch(`${app.url}/lab?${query}`)).text()
const post = async (body: string) =>
  (await fetch(`${app.url}/lab`, { method: 'POST', headers: FORM, body })).text()

describe('the lab', () => {
  it.each([
    ['temperature=2', 'the field “temperature”, which there is not'],
    ['seed=1&seed=2', 'seed 2 times, which has one value'],
    ['preset=nothing', 'preset “nothing”, which there is not'],
    ['mode=bits', 'mode “bits”, which there is not'],
    ['do=explode', 'do “explode”, which there is not'],
    ['exercise=none', 'exercise “none”, which there is not'],
    ['lane=greedy&show=1', 'show “1”, which is the index of a lane'],
    ['selected=x', 'selected “x”, which is the index of a lane'],
    ['word=a&value=1&value=2', '1 word and 2 values, which go in pairs'],
    ['list=a', 'a list that cannot be read (Line 1 must be a word and a number, got “a”)'],
    [Array(13).fill('lane=greedy').join('&'), '13 lanes, and shows 12 at most'],
  ])('with %s states what it leaves out, and shows the rest', async (fields, fault) => {
    for (const html of [await open(fields), await post(fields)]) {
      expect(html).toContain(`This asks for ${fault}. The lab shows the rest.`)
      expect(html).toContain('class="lab-drawn"')
    }
  })

  it('states nothing about links that it makes itself, nor about its form', async () => {
    for (const { link } of exercises())
      expect(await open(link.slice('/lab?'.length))).not.toContain('This asks for')
    const html = await open('')
    const fields = new URLSearchParams()
    for (const [tag] of html.matchAll(/<(?:input|select|textarea|button)\b[^>]*>/g)) {
      const [, name = ''] = /\bname="([^"]*)"/.exec(tag) ?? []
      const [, value = ''] = /\bvalue="([^"]*)"/.exec(tag) ?? []
      const isSent = name !== '' && name !== 'do' && (!tag.includes('type="radio"') || / checked\b/.test(tag))
      if (isSent) fields.append(name, value)
    }
    expect([...fields.keys()]).toEqual(
      expect.arrayContaining(['preset', 'loaded', 'was-mode', 'word', 'lane']),
    )
    for (const pressed of [
      'redraw',
      'draw',
      'load',
      'add-word',
      'remove-word:0',
      'add-lane',
      'museum',
      'reset',
    ]) {
      expect(await post(`${fields}&do=${pressed}`)).not.toContain('This asks for')
    }
  })
})
