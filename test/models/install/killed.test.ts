import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readCatalogue } from '../../../src/models/catalogue/read-catalogue.ts'
import { createModelLibrary, type ModelLibrary } from '../../../src/models/library.ts'
import { projectRoot } from '../../../src/project.ts'
import { isThorough } from '../../helpers/thorough.ts'
import { GRAPH, startHub, type TestHub } from './hub-server.ts'

let hub: TestHub
let cache: string
beforeEach(async () => {
  cache = mkdtempSync(join(tmpdir(), 'nucleus-test-'))
  hub = await startHub()
})
afterEach(async () => {
  await hub.close()
  rmSync(cache, { recursive: true })
})

const openLibrary = (): ModelLibrary => {
  const catalogue = readCatalogue(join(projectRoot, 'models.json'))
  return createModelLibrary(catalogue, { builtIn: join(projectRoot, 'models'), cache })
}
const stateOf = (library: ModelLibrary) => library.list().find(({ id }) => id === 'distilgpt2')!

/** A real process that downloads; killed without warning when it has come this far, in bytes. */
async function downloadUntil(bytes: number): Promise<string> {
  const child: ChildProcess = spawn(
    'node',
    ['--import', 'tsx', join(import.meta.dirname, 'download-child.ts'), `${hub.url}/`, cache],
    { cwd: projectRoot, stdio: ['ignore', 'pipe', 'inherit'] },
  )
  const ended = once(child, 'exit')
  let last = ''
  for await (const line of createInterface({ input: child.stdout! })) {
    last = line
    if (Number(line) >= bytes) child.kill('SIGKILL')
  }
  await ended
  return last
}

describe('a download whose process is killed', () => {
  it('leaves nothing that counts as ready, and the next one goes on from there', async () => {
    hub.faults.set(GRAPH, { slow: 300 })
    for (const bytes of isThorough ? [1, 1_100_000, 1_400_000] : [1_100_000]) {
      expect(Number(await downloadUntil(bytes))).toBeGreaterThanOrEqual(bytes)
      expect(stateOf(openLibrary())).toMatchObject({ state: 'available', diskBytes: 0 })
    }
    hub.faults.clear()
    const before = hub.requests.length
    expect(await downloadUntil(Number.POSITIVE_INFINITY)).toBe('ready')
    const gets = hub.requests.slice(before).filter((one) => one.startsWith('GET'))
    expect(gets).toEqual([expect.stringMatching(/^GET onnx.* bytes=\d{6}-$/), 'GET generation_config.json'])
    const library = openLibrary()
    expect(stateOf(library).state).toBe('downloaded')
    expect((await library.load('distilgpt2')).info.vocabularySize).toBe(50_257)
    await library.release()
  })

  it('between the last byte and the move into place is finished by the next one', async () => {
    await openLibrary().install('distilgpt2')
    mkdirSync(join(cache, 'partial'), { recursive: true })
    cpSync(join(cache, 'models/distilgpt2'), join(cache, 'partial/distilgpt2'), { recursive: true })
    rmSync(join(cache, 'models'), { recursive: true })
    writeFileSync(join(cache, 'partial/distilgpt2/nucleus.json.tmp'), '{"version"')
    writeFileSync(join(cache, 'partial/distilgpt2.lock'), String(2 ** 22 + 1))
    const library = openLibrary()
    expect(stateOf(library).state).toBe('available')
    await library.install('distilgpt2')
    expect(readdirSync(join(cache, 'models/distilgpt2')).sort()).toEqual([
      'config.json',
      'generation_config.json',
      'nucleus.json',
      'onnx',
      'tokenizer.json',
      'tokenizer_config.json',
    ])
    expect(readdirSync(join(cache, 'partial'))).toEqual([])
  })

  it('while it was being removed leaves waste that the next removal takes along', async () => {
    const library = openLibrary()
    await library.install('distilgpt2')
    cpSync(join(cache, 'models/distilgpt2'), join(cache, `waste/${2 ** 22 + 1}-2`), { recursive: true })
    expect(stateOf(openLibrary()).state).toBe('downloaded')
    await library.remove('distilgpt2')
    expect(existsSync(join(cache, 'waste'))).toBe(false)
  })
})
