import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { projectRoot } from '../../../src/project.ts'
import { useApp } from '../running-app.ts'

const app = useApp()

const text = readFileSync(join(projectRoot, 'docs/http.md'), 'utf8')
const here = (code: string) => code.replaceAll(/(?:http:\/\/)?localhost:3000/g, app.url)

/** The body of the first command that asks an address. */
const bodyOf = (path: string): string =>
  new RegExp(`localhost:3000${path} [^']*'[^']*'[^']*'(.*)'`).exec(text)![1]!

const post = async (path: string, body: string) => {
  const headers = { 'content-type': 'application/json' }
  return (await fetch(app.url + path, { method: 'POST', headers, body })).json()
}

it('the client of docs/http.md streams the texts that its command replies with', async () => {
  const [, code = ''] = /```js\n([\s\S]*?)```/.exec(text) ?? []
  const Run = Object.getPrototypeOf(async () => undefined).constructor
  const logged: unknown[] = []
  const texts = await new Run('console', `${here(code)}\nreturn texts`)({
    log: (...words: unknown[]) => logged.push(words),
  })
  const { lanes } = await post('/api/runs', bodyOf('/api/runs'))
  expect(texts).toEqual(lanes.map(({ samples }: { samples: { text: string }[] }) => samples[0]!.text))
  expect(logged.length).toBeGreaterThan(2)
})

it('its request in OpenAI’s shape is answered', async () => {
  const { choices } = await post('/v1/completions', bodyOf('/v1/completions'))
  expect(choices[0].text.length).toBeGreaterThan(5)
})
