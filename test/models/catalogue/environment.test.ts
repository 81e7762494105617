import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openLibrary } from '../../../src/composition.ts'
import { projectRoot } from '../../../src/project.ts'

const packageOf = (path: string) => JSON.parse(readFileSync(join(projectRoot, path), 'utf8')).version

describe('what computes a run', () => {
  it('is named by versions and by the hash of the file that is opened', async () => {
    const library = openLibrary()
    const environment = await library.environment([library.defaultId, library.defaultId])
    const entry = library.list().find(({ id }) => id === library.defaultId)!
    const folder = entry.source.kind === 'built-in' ? entry.source.folder : ''
    const [model] = environment.models
    expect(environment.models).toHaveLength(1)
    expect(model).toMatchObject({ id: library.defaultId, dtype: entry.dtype })
    for (const { path, sha256 } of model!.files) {
      const bytes = readFileSync(join(projectRoot, 'models', folder, path))
      expect(sha256).toBe(createHash('sha256').update(bytes).digest('hex'))
      expect(sha256).toBe(entry.files.find((file) => file.path === path)?.sha256)
    }
    expect(model!.files.map(({ path }) => path)).toContainEqual(expect.stringMatching(/\.onnx$/))
    expect(environment).toMatchObject({
      program: packageOf('package.json'),
      transformers: packageOf('node_modules/@xenova/transformers/package.json'),
      onnxruntime: packageOf('node_modules/onnxruntime-node/package.json'),
      node: process.version,
    })
  })

  it('has no files of a model that is not on this computer, and knows no other', async () => {
    const library = openLibrary()
    const absent = library.list().find(({ state }) => state === 'available')!
    expect((await library.environment([absent.id])).models).toEqual([
      { id: absent.id, dtype: absent.dtype, files: [] },
    ])
    await expect(library.environment(['gpt5'])).rejects.toThrow(/There is no model "gpt5"/)
  })
})
