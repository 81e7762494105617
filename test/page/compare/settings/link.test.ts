import { describe, expect, it } from 'vitest'
import { writeLane } from '../../../../src/page/compare/chain/lane-chain.ts'
import { openLink, paramsOf } from '../../../../src/page/compare/settings/link.ts'
import { faultsOf, requestOf } from '../../../../src/page/compare/settings/settings.ts'
import { parseLane } from '../../../../src/runs/request/lane.ts'
import { parseRunRequest } from '../../../../src/runs/request/request.ts'
import { offer as data } from '../render.tsx'

describe('links', () => {
  it('hold a whole run', () => {
    const params = new URLSearchParams(
      'prompt=A+%26+b%0Ac&lane=greedy&lane=min-p:0.1&maxTokens=5&samples=2&seed=9&model=books-13m',
    )
    const { settings, problems } = openLink(params, data)
    expect(problems).toEqual([])
    expect(openLink(paramsOf(settings), data).settings).toEqual(settings)
    expect(parseRunRequest(requestOf(settings))).toMatchObject({
      prompt: 'A & b\nc',
      maxTokens: 5,
      samples: 2,
      seed: 9,
    })
  })

  it('open what can be opened and name the rest', () => {
    const { settings, problems } = openLink(
      new URLSearchParams('lane=greedy&lane=nope&samples=0&seed=x&model=m'),
      data,
    )
    expect(settings.lanes.map(({ chain }) => writeLane(chain))).toEqual(['greedy'])
    expect(problems).toHaveLength(4)
    expect(faultsOf(settings, data)).toEqual({})
  })

  it('hold an empty chain, which is pure sampling here as everywhere', () => {
    const chains = (query: string) => {
      const { settings, problems } = openLink(new URLSearchParams(query), data)
      return [settings.lanes.map(({ chain }) => writeLane(chain)), problems]
    }
    expect(chains('prompt=a&lane=')).toEqual([['sample'], []])
    expect(chains('prompt=a&lane=greedy&lane=')).toEqual([['greedy', 'sample'], []])
    expect(chains('prompt=a')[0]).toEqual(data.defaults.lanes)
    expect(parseLane('')).toMatchObject({ chain: parseLane('sample').chain })
  })

  it('hold whether the prompt is healed', () => {
    const { settings, problems } = openLink(new URLSearchParams('prompt=Hi+&heal=on'), data)
    expect([problems, settings.heal]).toEqual([[], true])
    expect(openLink(paramsOf(settings), data).settings).toEqual(settings)
    expect(parseRunRequest(requestOf(settings))).toMatchObject({ prompt: 'Hi ', heal: true })
    expect(requestOf({ ...settings, heal: false })).not.toHaveProperty('heal')
    expect(openLink(new URLSearchParams('heal=1'), data).problems).toEqual([
      'heal “1”, which is on or left out',
    ])
  })

  it('hold a conversation, and name a switch that they spell otherwise', () => {
    const { settings, problems } = openLink(new URLSearchParams('prompt=Hi&chat=on'), data)
    expect(problems).toEqual([])
    expect(settings.chat).toBe(true)
    expect(openLink(paramsOf(settings), data).settings).toEqual(settings)
    expect(requestOf(settings)).toMatchObject({ prompt: 'Hi', chat: true })
    expect(requestOf({ ...settings, chat: false })).not.toHaveProperty('chat')
    expect(openLink(new URLSearchParams('chat=yes'), data).problems).toEqual([
      'chat “yes”, which is on or left out',
    ])
    expect(faultsOf(settings, data)).toEqual({
      chat:
        'Books-13M has no chat template: it continues texts. Switch this off, or choose a model made for ' +
        'conversations.',
    })
    expect(faultsOf({ ...settings, model: 'smollm2-135m-instruct' }, data)).toEqual({})
  })
})
