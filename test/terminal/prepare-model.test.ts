import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readCatalogue } from '../../src/models/catalogue/read-catalogue.ts'
import { createModelLibrary } from '../../src/models/library.ts'
import { projectRoot } from '../../src/project.ts'
import { prepareModel } from '../../src/terminal/prepare-model.ts'
import { startHub, type TestHub } from '../models/install/hub-server.ts'
import { call } from './call.ts'

describe('npm start -- --model', () => {
  const cache = mkdtempSync(join(tmpdir(), 'nucleus-start-'))
  let hub: TestHub
  beforeAll(async () => {
    hub = await startHub()
  })
  afterAll(async () => {
    await hub.close()
    rmSync(cache, { recursive: true })
  })
  const library = createModelLibrary(readCatalogue(join(projectRoot, 'models.json')), {
    builtIn: join(projectRoot, 'models'),
    cache,
  })
  const prepare = async (id: string) => {
    const lines: string[] = []
    await prepareModel(library, id, 'http://127.0.0.1:3000/', (line) => lines.push(line))
    return lines
  }

  it('states size, time and licence first, then progress, then where the model is used', async () => {
    const lines = await prepare('distilgpt2')
    expect(lines[0]).toBe(
      'Fetching DistilGPT-2 from the hub: 85 MB, about 17 seconds at 5 MB a second. Licence ' +
        'Apache-2.0. The built-in model works meanwhile.',
    )
    expect(lines).toContain('DistilGPT-2: fetching, 100%')
    expect(lines.at(-2)).toBe('DistilGPT-2 is ready: http://127.0.0.1:3000/?model=distilgpt2')
    expect(lines.at(-1)).toMatch(/^DistilGPT-2 \(q8\) runs its lanes one at a time/)
  })

  it('fetches nothing that is there', async () => {
    expect(await prepare('books-13m')).toEqual(['Books-13M is ready: http://127.0.0.1:3000/?model=books-13m'])
  })

  it('takes one option, and names what it does not take', async () => {
    expect(await call('serve', '--model', 'gpt2')).toMatchObject({ status: 0, served: ['gpt2'] })
    expect(await call('serve')).toMatchObject({ status: 0, served: [undefined] })
    const { status, messages, served } = await call('serve', '--modle', 'gpt2')
    expect({ status, served }).toEqual({ status: 2, served: [] })
    expect(messages).toMatch(/Unknown option '--modle'/)
    await expect(prepare('gpt5')).rejects.toThrow(/There is no model "gpt5"/)
  })
})
