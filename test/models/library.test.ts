import { createHash } from 'node:crypto'
import { cpSync, createReadStream, mkdtempSync, rmSync, truncateSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readCatalogue } from '../../src/models/catalogue/read-catalogue.ts'
import { createModelLibrary } from '../../src/models/library.ts'
import { projectRoot } from '../../src/project.ts'

const catalogue = readCatalogue(join(projectRoot, 'models.json'))
const builtIn = join(projectRoot, 'models')

describe('models.json', () => {
  it('states the size and hash of every built-in file', async () => {
    for (const { source, files } of catalogue.models) {
      if (source.kind !== 'built-in') continue
      expect(files.length).toBeGreaterThan(0)
      for (const { path, sha256 } of files) {
        const hash = createHash('sha256')
        await pipeline(createReadStream(join(builtIn, source.folder, path)), hash)
        expect([path, hash.digest('hex')]).toEqual([path, sha256])
      }
    }
  })
})

describe('a library of models', () => {
  let cache: string
  beforeEach(() => {
    cache = mkdtempSync(join(tmpdir(), 'nucleus-test-'))
  })
  afterEach(() => rmSync(cache, { recursive: true }))

  it('names the file of a built-in model that is missing or cut short', async () => {
    const folder = join(cache, 'models')
    cpSync(join(builtIn, 'books-13m'), join(folder, 'books-13m'), { recursive: true })
    truncateSync(join(folder, 'books-13m/onnx/model_quantized.onnx'), 1000)
    const library = createModelLibrary(catalogue, { builtIn: folder, cache })
    await expect(library.load()).rejects.toThrow(
      'Books-13M needs books-13m/onnx/model_quantized.onnx with 21,008,412 bytes, and it has 1,000; ' +
        'restore it from the repository.',
    )
    rmSync(join(folder, 'books-13m/tokenizer.json'))
    await expect(library.load()).rejects.toThrow(/tokenizer.json with 550,459 bytes, and it is missing/)
  })

  it('names the models there are when it is asked for one there is not', async () => {
    const library = createModelLibrary(catalogue, { builtIn, cache })
    await expect(library.load('gpt5')).rejects.toThrow(/There is no model "gpt5"; choose one of books-13m, /)
  })

  it('loads once for all who ask at once', async () => {
    const library = createModelLibrary(catalogue, { builtIn, cache })
    const [first, second] = await Promise.all([library.load(), library.load('books-13m')])
    expect(first).toBe(second)
    expect(library.list()[0]).toMatchObject({ id: 'books-13m', state: 'loaded' })
    await library.release()
  })
})
