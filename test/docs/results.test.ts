import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { reportOf } from '../../src/experiments/harness/folder.ts'
import { readResults, resultOf } from '../../src/experiments/harness/result.ts'
import { fullSetting, quickSetting } from '../../src/experiments/harness/settings.ts'
import { shippedResults } from '../../src/experiments/harness/shipped.ts'
import { experiments } from '../../src/experiments/registry.ts'
import { csvOf } from '../../src/experiments/report/csv.ts'
import { projectRoot } from '../../src/project.ts'

const read = (...path: string[]) => readFileSync(join(...path), 'utf8')
const stored = readResults(shippedResults)

describe('the results that are shipped', () => {
  it('are those of full runs of every experiment; a claim that came later names its own run', () => {
    const ids = stored.map(({ experiment }) => experiment.id)
    expect(ids).toEqual(experiments.map(({ id }) => id))
    const { versions, ...provenance } = JSON.parse(read(shippedResults, 'manifest.json'))
    expect(versions).toHaveProperty('onnxruntime-node')
    const { model, hash, setting, prompts, seeds } = provenance
    for (const { result } of stored) {
      expect(result.provenance).toMatchObject({ model, hash, setting, prompts, seeds })
    }
    expect(provenance).toMatchObject({ setting: 'full', seeds: fullSetting.seeds })
  })

  it('were made with the built-in model as it is; if not, run reproduce again', () => {
    const { default: id, models } = JSON.parse(read(projectRoot, 'models.json'))
    const { files } = models.find((model: { id: string }) => model.id === id)
    const { sha256 } = files.find(({ path }: { path: string }) => path.endsWith('.onnx'))
    const human = JSON.parse(read(shippedResults, 'human-text.json'))
    expect(stored[0]!.result.provenance).toMatchObject({ model: id, hash: sha256 })
    expect(human.provenance).toMatchObject({ model: id, hash: sha256 })
    expect(Object.keys(human.settings)).toEqual([fullSetting.name, quickSetting.name])
  })

  it.each(stored)(
    '$experiment.id: verdict, table and figure follow from the data',
    ({ experiment, result }) => {
      expect(JSON.parse(JSON.stringify(resultOf(experiment, result.data, result.provenance)))).toEqual(result)
      expect(read(shippedResults, `${result.id}.csv`)).toBe(csvOf(experiment.table(result.data)))
      expect(read(shippedResults, result.figure)).toBe(experiment.figure(result.data))
    },
  )

  it('are what RESULTS.md states; if not, run "npm run docs"', () => {
    expect(read(projectRoot, 'RESULTS.md')).toBe(reportOf(shippedResults))
    for (const [, target] of read(projectRoot, 'RESULTS.md').matchAll(/\]\((?!https?:|#)([^)]+)\)/g))
      expect([target, existsSync(join(projectRoot, target!))]).toEqual([target, true])
  })

  it('hold no journal and name no place of the machine that made them', () => {
    const files = readdirSync(shippedResults, { recursive: true, withFileTypes: true }).filter((entry) =>
      /\.(json|csv|svg|md)$/.test(entry.name),
    )
    for (const { parentPath, name } of files)
      expect(read(parentPath, name).match(/\/(work|tmp|home|root|Users)\/[^"\s]*/g), name).toBeNull()
  })
})
