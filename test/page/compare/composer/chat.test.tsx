import { expect, it } from 'vitest'
import { ChatSwitch } from '../../../../src/page/compare/composer/chat.tsx'
import { offer, pageOf, renderOnPage } from '../render.tsx'

it.each([
  ['model=books-13m', undefined],
  ['model=distilgpt2', ', if it has one'],
  ['model=smollm2-135m-instruct', ''],
  ['model=distilgpt2&lane=greedy@smollm2-135m-instruct&lane=sample', ''],
])('a conversation is offered as far as a template is known: %s', (query, ending) => {
  const known = { distilgpt2: undefined, 'smollm2-135m-instruct': true }
  const models = offer.models.map(({ hasChat, ...model }) => {
    const has = model.id in known ? known[model.id as keyof typeof known] : hasChat
    return has === undefined ? model : { ...model, hasChat: has }
  })
  const html = renderOnPage(<ChatSwitch />, pageOf(query, { ...offer, models }))
  const words = /Ask as a conversation, in the model’s chat template(.*?)<\/label>/.exec(html)?.[1]
  expect(words).toBe(ending)
})
