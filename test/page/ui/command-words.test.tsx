import { renderToString } from 'preact-render-to-string'
import { expect, it } from 'vitest'
import { CommandWords } from '../../../src/page/ui/command-words.tsx'

it('keeps the name of an option on one line, and a value free to break', () => {
  const option = (name: string) => `<span class="ui-option">${name}</span>`
  expect(
    renderToString(<CommandWords text="npm run --silent cli -- lab --logits=2.4,1.8 --max-tokens 5" />),
  ).toBe(`npm run ${option('--silent')} cli -- lab ${option('--logits')}=2.4,1.8 ${option('--max-tokens')} 5`)
})
