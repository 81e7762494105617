import { describe, expect, it } from 'vitest'
import { createRate } from '../../../src/models/install/rate.ts'
import { dataFilesOf, onnxFile } from '../../../src/models/runtime/onnx-file.ts'

describe('the files of an export', () => {
  it('are named as transformers.js names them', () => {
    expect(onnxFile({ dtype: 'q8' })).toBe('onnx/model_quantized.onnx')
    expect(onnxFile({ dtype: 'fp32', modelFile: 'decoder_model_merged' })).toBe(
      'onnx/decoder_model_merged.onnx',
    )
  })

  it.each([
    [undefined, []],
    [true, ['onnx/model_q4.onnx_data']],
    [2, ['onnx/model_q4.onnx_data', 'onnx/model_q4.onnx_data_1']],
    [{ 'model_q4.onnx': 1, model: 3 }, ['onnx/model_q4.onnx_data']],
    [{ model: true }, ['onnx/model_q4.onnx_data']],
    [{ 'model.onnx': 1 }, []],
  ])('with use_external_data_format %j has data files %j', (setting, files) => {
    const config = { 'transformers.js_config': { use_external_data_format: setting } }
    expect(dataFilesOf({ dtype: 'q4' }, config)).toEqual(files)
  })

  it('are the graph alone where config.json states nothing', () => {
    expect(dataFilesOf({ dtype: 'q4' }, undefined)).toEqual([])
    expect(dataFilesOf({ dtype: 'q4' }, {})).toEqual([])
  })
})

describe('a rate', () => {
  it('is what came in the last few seconds', () => {
    const measure = createRate()
    expect(measure(0, 0)).toBeUndefined()
    expect(measure(500, 500)).toBeUndefined()
    expect(measure(2000, 2000)).toBe(1000)
    expect(measure(2000, 4000)).toBe(500)
    for (let now = 5000; now <= 20_000; now += 1000) measure(2000 + (now - 4000) * 4, now)
    expect(measure(2000 + 17_000 * 4, 21_000)).toBe(4000)
  })
})
