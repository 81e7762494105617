import { describe, expect, it } from 'vitest'
import { chosenDevice, deviceFault } from '../../../src/models/runtime/device.ts'
import { call } from '../../terminal/call.ts'

describe('the device that models run on', () => {
  it('is the processor, or one that ONNX Runtime has here', () => {
    expect(chosenDevice('cpu', ['cpu'])).toBeUndefined()
    expect(chosenDevice('webgpu', ['cpu', 'webgpu'])).toBe('webgpu')
    expect(chosenDevice()).toBeUndefined()
  })

  it('is named in a sentence where it is missing or cannot be opened', () => {
    expect(() => chosenDevice('coreml', ['cpu', 'webgpu'])).toThrow(
      /^ONNX Runtime [\d.]+ on \w+ \w+ runs on cpu, webgpu, and coreml is not among them; choose one/,
    )
    expect(deviceFault('cuda', 'no such library.').message).toBe(
      'ONNX Runtime could not open cuda on this machine (no such library); install what it needs, or ' +
        'leave the device out to run on the processor.',
    )
  })

  it.runIf(process.platform === 'linux')('is asked for by a flag', async () => {
    const before = process.env.NUCLEUS_DEVICE
    try {
      const { status, messages } = await call(
        'run',
        '--prompt',
        'x',
        '--lane',
        'greedy',
        '--device',
        'coreml',
      )
      expect([status, messages]).toEqual([1, expect.stringMatching(/coreml is not among them/)])
      const wrong = await call('run', '--prompt', 'x', '--device', 'abacus')
      expect([wrong.status, wrong.messages]).toEqual([
        2,
        'NUCLEUS_DEVICE must be one of cpu, cuda, webgpu, coreml, got "abacus".',
      ])
    } finally {
      if (before === undefined) delete process.env.NUCLEUS_DEVICE
      else process.env.NUCLEUS_DEVICE = before
    }
  })
})
