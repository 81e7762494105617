import { describe, expect, it } from 'vitest'
import { UserError } from '../../../src/errors.ts'
import { formatChain, parseChain } from '../../../src/runs/request/notation.ts'

const canonical = (notation: string) => formatChain(parseChain(notation))

describe('parseChain', () => {
  it.each([
    ['nucleus:0.9', 'nucleus:0.9'],
    ['top-p:0.9', 'nucleus:0.9'],
    ['nucleus:p=0.9', 'nucleus:0.9'],
    ['nucleus', 'nucleus:0.9'],
    ['temperature:0.7+top-k:40+nucleus:0.9', 'temperature:0.7+top-k:40+nucleus:0.9'],
    ['temperature:0.7 + top-k:40', 'temperature:0.7+top-k:40'],
    ['greedy', 'greedy'],
    ['sample', 'sample'],
    ['', 'sample'],
    ['top-k:5+sample', 'top-k:5'],
    ['nucleus:1e-9', 'nucleus:1e-9'],
    ['nucleus:.5', 'nucleus:0.5'],
  ])('reads %j as %j', (notation, expected) => {
    expect(canonical(notation)).toBe(expected)
  })

  it('implies sample where no search ends the chain', () => {
    expect(parseChain('top-k:3').search.definition.id).toBe('sample')
  })

  it.each([
    ['nucleus:2', 'Nucleus p: expected a share of the mass from 0 to 1 (1 is off), got 2.'],
    ['top-k:-1', 'Top-k k: expected a number of tokens, whole, from 0 to 1,000,000 (0 is off), got -1.'],
    ['top-k:1.5', 'Top-k k: expected a number of tokens, whole, from 0 to 1,000,000 (0 is off), got 1.5.'],
    ['nucleus:', 'Nucleus p: expected a share of the mass from 0 to 1 (1 is off), got nothing.'],
    ['nucleus:abc', 'Nucleus p: expected a share of the mass from 0 to 1 (1 is off), got abc.'],
    ['nucleus:NaN', 'Nucleus p: expected a share of the mass from 0 to 1 (1 is off), got NaN.'],
    ['nucleus:q=1', 'nucleus has no parameter "q"; it takes p.'],
    ['nucleus:p=.5,p=.6', 'nucleus got p twice in "p=.5,p=.6"; keep one.'],
    [
      'ban-phrases:the|was|,',
      'ban-phrases got phrases twice in "the|was|,"; a comma in a text is written %2C.',
    ],
    [
      'ban-phrases:(a+,match=regex',
      'There is no step ",match=regex"; a step begins with its name, and + inside a text is written %2B.',
    ],
    ['greedy:1', 'greedy takes no parameter, got "1"; write "greedy".'],
    [
      'greedy+nucleus:0.9',
      '"greedy" is a search and must be the last step of "greedy+nucleus:0.9"; move it to the end.',
    ],
  ])('refuses %j in one sentence', (notation, message) => {
    expect(() => parseChain(notation)).toThrow(new UserError('bad-chain', message))
  })

  it.each([
    ['nuclues:0.9', 'There is no step "nuclues"; did you mean nucleus?'],
    ['nucleous:0.9', 'There is no step "nucleous"; did you mean nucleus?'],
    ['temp:0.7', 'There is no step "temp"; did you mean temperature?'],
    ['topk:3', 'There is no step "topk"; did you mean top-k?'],
    ['Greedy', 'There is no step "Greedy"; did you mean greedy?'],
    ['top_p:0.5', 'There is no step "top_p"; did you mean top-p?'],
    ['quantum', 'There is no step "quantum"; write one from the list of steps, for example "nucleus:0.9".'],
    ['top-k:1++greedy', 'There is no step ""; write one from the list of steps, for example "nucleus:0.9".'],
  ])('names what %j may have meant', (notation, message) => {
    expect(() => parseChain(notation)).toThrow(new UserError('bad-chain', message))
  })

  it('refuses a chain that is too long', () => {
    expect(() => parseChain('x'.repeat(1001))).toThrow(/1,000 characters long, got 1,001/)
  })
})
