import { createHash } from 'node:crypto'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { ModelEntry } from '../../../src/models/catalogue/catalogue.ts'
import { readCatalogue } from '../../../src/models/catalogue/read-catalogue.ts'
import { pypiInstaller } from '../../../src/models/install/from-pypi.ts'
import { ggufConverter } from '../../../src/models/install/gguf.ts'
import type { InstallProgress } from '../../../src/models/install/installer.ts'
import { createModelLibrary, type ModelLibrary } from '../../../src/models/library.ts'
import { projectRoot } from '../../../src/project.ts'
import { runToEnd } from '../../with-model/model.ts'
import { fakePython, type Plan } from './fake-python.ts'

let work: string
let cache: string
let file: string
beforeEach(() => {
  work = mkdtempSync(join(tmpdir(), 'nucleus-test-'))
  cache = join(work, 'cache')
  file = join(work, 'My model.gguf')
  writeFileSync(file, ggufHead('llama'))
})
afterEach(() => rmSync(work, { recursive: true }))

/** How a GGUF begins: magic, version, counts, and the architecture as its first entry. */
function ggufHead(architecture: string, version = 3): Buffer {
  const number = (value: number, bytes: 4 | 8) => {
    const buffer = Buffer.alloc(bytes)
    buffer.writeUInt32LE(value)
    return buffer
  }
  const text = (value: string) => [number(value.length, 8), Buffer.from(value)]
  const entry = [...text('general.architecture'), number(8, 4), ...text(architecture)]
  return Buffer.concat([Buffer.from('GGUF'), number(version, 4), number(0, 8), number(1, 8), ...entry])
}

const describeFile = (content: string) => ({
  bytes: content.length,
  sha256: createHash('sha256').update(content).digest('hex'),
})
const [books] = readCatalogue(join(projectRoot, 'models.json')).models
/** A model of the index whose GGUF becomes the fixture. */
const packaged = {
  ...books!,
  id: 'packaged',
  title: 'Packaged',
  modelFile: 'decoder_model_merged',
  files: [],
  source: {
    kind: 'pypi-gguf' as const,
    package: 'some-package',
    version: '1.2.3',
    path: 'model.gguf',
    ...describeFile('a wheel'),
    wheel: describeFile('a wheel'),
  },
}

function openLibrary(plan: Plan = {}, commands?: string[], listed: ModelEntry = packaged): ModelLibrary {
  const settings = { cache, commands: commands ?? [fakePython(work, plan)] }
  return createModelLibrary(
    { default: books!.id, models: [books!, listed] },
    { builtIn: join(projectRoot, 'models'), cache },
    {
      installers: { 'pypi-gguf': pypiInstaller(settings) },
      converters: { '.gguf': ggufConverter(settings) },
    },
  )
}
const calls = () => readFileSync(join(work, 'calls'), 'utf8').trim().split('\n')
const whole = () => (existsSync(join(cache, 'models')) ? readdirSync(join(cache, 'models')) : [])
const request = { prompt: 'Once upon', lanes: ['nucleus:0.9'], seed: 1, maxTokens: 5 }

describe('a GGUF of one’s own', () => {
  it.each<[string, Buffer | string, RegExp]>([
    [
      'of another architecture',
      ggufHead('falcon'),
      /"falcon"; those that can be imported are llama, qwen2, /,
    ],
    ['of another version', ggufHead('llama', 9), /is a GGUF of version 9; versions 2 and 3 can be read/],
    ['that is none', 'PK', /is not a GGUF file/],
  ])('%s is refused before Python or a package is looked for', async (_, head, message) => {
    writeFileSync(file, head)
    await expect(openLibrary().add(file)).rejects.toThrow(message)
    expect(existsSync(join(work, 'calls'))).toBe(false)
  })

  it('is converted with progress, listed, and runs', async () => {
    const library = openLibrary()
    const seen: InstallProgress[] = []
    const added = await library.add(file, { onProgress: (progress) => seen.push(progress) })
    expect(added).toMatchObject({ id: 'my-model', architecture: 'gpt2', dtype: 'q8', vocabularySize: 50_257 })
    expect(seen).toEqual([
      { loaded: 1, total: 2, stage: 'converting' },
      { loaded: 2, total: 2, stage: 'converting' },
    ])
    const { lanes } = await runToEnd(await library.load('my-model'), request)
    expect(lanes[0]!.samples[0]!.tokens).toHaveLength(5)
    await library.release()
    expect(calls().at(-1)).toMatch(/import_gguf\.py .*My model\.gguf --out .*made --dtype q8$/)
  })

  it('states the script’s reason in one sentence and adds nothing', async () => {
    const errors = 'The architecture is "qwen2"; only "llama" can be imported.\n'
    await expect(openLibrary({ convert: { code: 2, errors } }).add(file)).rejects.toMatchObject({
      code: 'model-unsupported',
      message:
        'My model.gguf cannot be converted: the architecture is "qwen2"; only "llama" can be imported.',
    })
    const traceback = 'Traceback (most recent call last):\n  File "x"\nMemoryError\n'
    await expect(openLibrary({ convert: { code: 1, errors: traceback } }).add(file)).rejects.toMatchObject({
      code: 'model-broken',
      message: 'The conversion of My model.gguf failed: MemoryError.',
    })
    await expect(
      openLibrary({ convert: { code: 4, errors: 'No space left on device: x.' } }).add(file),
    ).rejects.toMatchObject({ code: 'disk-full' })
    await expect(openLibrary().add(file, { dtype: 'fp16' })).rejects.toMatchObject({ code: 'unknown-dtype' })
    expect(whole()).toEqual([])
  })

  it('ends the script when cancelled, and waits for its end', async () => {
    const cancel = new AbortController()
    const adding = openLibrary({ convert: 'never ends' }).add(file, {
      signal: cancel.signal,
      onProgress: () => cancel.abort(new Error('enough')),
    })
    await expect(adding).rejects.toThrow('enough')
    expect(existsSync(join(work, 'ended'))).toBe(true)
    expect(whole()).toEqual([])
  })
})

describe('Python', () => {
  it('gets the packages it lacks once, into the cache', async () => {
    const library = openLibrary({ hasPackages: false })
    const stages = new Set<string | undefined>()
    await library.add(file, { onProgress: ({ stage }) => stages.add(stage) })
    expect([...stages]).toEqual(['installing Python packages', 'converting'])
    await library.add(file, { id: 'second' })
    expect(calls().filter((call) => call.includes('pip install'))).toHaveLength(1)
    expect(readdirSync(join(cache, 'python'))).toHaveLength(1)
  })

  it('absent, too old, without pip, cut off: one sentence each', async () => {
    await expect(openLibrary({}, [join(work, 'no-python')]).add(file)).rejects.toMatchObject({
      code: 'python-missing',
      message:
        `Converting a GGUF needs Python 3.11 or newer, and there is no ${join(work, 'no-python')} on ` +
        'this computer; install one, or set NUCLEUS_PYTHON to it.',
    })
    await expect(openLibrary({ version: '3.9' }).add(file)).rejects.toThrow(
      /needs Python 3\.11 or newer, and .*python3 is 3\.9; install one/,
    )
    const cases: [string, string, RegExp][] = [
      [
        'python3: No module named pip\n',
        'python-without-pip',
        /has no pip, which fetches the Python packages/,
      ],
      [
        "WARNING: Retrying after connection broken by 'NewConnectionError(...)'\nERROR: No matching " +
          'distribution found for numpy==2.4.6\n',
        'model-unreachable',
        /^The Python package index cannot be reached, so pip could not fetch .* works without it\.$/,
      ],
      ['ERROR: OSError: [Errno 28] No space left on device\n', 'disk-full', /is full/],
      [
        'ERROR: No matching distribution found for numpy==2.4.6\n',
        'model-unreachable',
        /^pip found no numpy==2\.4\.6 for /,
      ],
      ['ERROR: Once.\nERROR: Something else\n', 'python-broken', /conversion: Something else\.$/],
    ]
    for (const [pipFails, code, message] of cases) {
      const failing = openLibrary({ hasPackages: false, pipFails }).add(file)
      await expect(failing).rejects.toMatchObject({ code, message: expect.stringMatching(message) })
    }
    expect(readdirSync(join(cache, 'python'))).toEqual([])
  })
})

describe('a package of the Python index', () => {
  it('is fetched with progress, checked, converted and kept; nothing else stays', async () => {
    const library = openLibrary()
    const seen: InstallProgress[] = []
    const model = await library.load('packaged', { onProgress: (progress) => seen.push(progress) })
    expect(seen).toContainEqual({ loaded: 4, total: 7, fetched: 4 })
    expect(seen.at(-1)).toMatchObject({ loaded: 2, total: 2, stage: 'trying' })
    expect((await runToEnd(model, request)).lanes[0]!.samples[0]!.tokens).toHaveLength(5)
    await library.release()
    expect(calls().find((call) => call.includes('pip download'))).toMatch(
      /--no-deps --only-binary :all: --dest .* some-package==1\.2\.3$/,
    )
    expect(readdirSync(join(cache, 'models', 'packaged'))).not.toContain('package')
    expect(openLibrary().list().at(-1)).toMatchObject({ id: 'packaged', state: 'downloaded' })
  })

  it('of another content is refused by its hash, and nothing is installed', async () => {
    await expect(openLibrary({ wheel: 'A wheel' }).load('packaged')).rejects.toThrow(
      /some-package 1\.2\.3 has the SHA-256 [0-9a-f]{64}, and [0-9a-f]{64} was expected; nothing was installed\.$/,
    )
    await expect(openLibrary({ wheel: 'half' }).load('packaged')).rejects.toThrow(
      /has 4 bytes, and 7 were expected/,
    )
    expect(whole()).toEqual([])
  })

  it('may come in parts, and under terms that have to be accepted first', async () => {
    const part = {
      package: 'some-part',
      version: '1.2.3',
      path: 'model.gguf',
      wheel: describeFile('a wheel'),
    }
    const parted = {
      ...packaged,
      id: 'parted',
      terms: { title: 'Terms of Packages', url: 'https://example.org/terms' },
      source: { ...packaged.source, parts: [part], ...describeFile('a wheela wheel') },
    }
    const library = openLibrary({}, undefined, parted)
    await expect(library.install('parted')).rejects.toMatchObject({
      code: 'terms-not-accepted',
      message: expect.stringMatching(/^Packaged comes under the Terms of Packages \(https:.*--accept-terms/),
    })
    await expect(library.load('parted')).rejects.toMatchObject({ code: 'terms-not-accepted' })
    expect(existsSync(join(work, 'calls'))).toBe(false)
    expect(library.list().find(({ id }) => id === 'parted')).toMatchObject({
      state: 'available',
      offers: [{ dtype: 'q8', bytes: 14 }],
    })
    const seen: InstallProgress[] = []
    await library.install('parted', { acceptsTerms: true, onProgress: (progress) => seen.push(progress) })
    expect(seen).toContainEqual({ loaded: 11, total: 14, fetched: 11 })
    expect(calls().filter((call) => call.includes('pip download'))).toHaveLength(2)
    const model = await library.load('parted')
    expect((await runToEnd(model, request)).lanes[0]!.samples[0]!.tokens).toHaveLength(5)
    await library.release()
  })

  it('is not fetched again after its conversion was cancelled', async () => {
    const stopped = openLibrary({ convert: 'never ends' })
    const cancel = new AbortController()
    const loading = stopped.load('packaged', {
      signal: cancel.signal,
      onProgress: ({ stage }) => stage === 'converting' && cancel.abort(),
    })
    await expect(loading).rejects.toThrow()
    await expect.poll(() => existsSync(join(work, 'ended')), { timeout: 5000 }).toBe(true)
    const library = openLibrary()
    // The folder stays locked until the cancelled one has tidied up.
    await vi.waitFor(() => library.load('packaged'), 60_000)
    await library.release()
    expect(calls().filter((call) => call.includes('pip download'))).toHaveLength(1)
  })
})
