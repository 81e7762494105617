import { cpSync, mkdtempSync, openSync, readSync, rmSync, statSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { openLibrary } from '../../src/composition.ts'
import { readCatalogue } from '../../src/models/catalogue/read-catalogue.ts'
import { createModelLibrary } from '../../src/models/library.ts'
import { projectRoot } from '../../src/project.ts'

const root = mkdtempSync(join(tmpdir(), 'nucleus-test-'))
afterAll(() => rmSync(root, { recursive: true }))

/** Turns the bits of a byte in the middle of a file over. */
function flip(path: string): void {
  const file = openSync(path, 'r+')
  const at = Math.floor(statSync(path).size / 2)
  const byte = Buffer.alloc(1)
  readSync(file, byte, 0, 1, at)
  writeSync(file, Buffer.from([byte[0]! ^ 0xff]), 0, 1, at)
}

const GRAPH = 'onnx/model_quantized.onnx'

describe('weights with a flipped byte', () => {
  it('of the built-in model are not served, and served again once they are whole', async () => {
    for (const name of ['models', 'models.json', 'package.json']) {
      cpSync(join(projectRoot, name), join(root, name), { recursive: true })
    }
    const graph = join(root, 'models/books-13m', GRAPH)
    flip(graph)
    const library = openLibrary(root)
    await expect(library.load()).rejects.toThrow(
      /model_quantized\.onnx with the SHA-256 [0-9a-f]{64}, and it has/,
    )
    flip(graph)
    await library.load()
    await library.release()
  })

  it('of an added model are not served', async () => {
    const folders = { builtIn: join(root, 'models'), cache: join(root, 'cache') }
    const library = createModelLibrary(readCatalogue(join(projectRoot, 'models.json')), folders)
    const { id } = await library.add(join(projectRoot, 'models/books-13m'), { copy: true, id: 'mine' })
    flip(join(root, 'cache/models/mine', GRAPH))
    await expect(library.load(id)).rejects.toThrow(
      /is damaged on disk: it needs .*model_quantized\.onnx with the SHA-256/,
    )
    await library.release()
  })
})
