import { readConfiguration } from '../configuration.ts'
import type { Command, CommandInput } from './command.ts'

/** The option of every command that opens a model. */
export const deviceOption: Command['options'] = {
  device: {
    type: 'string',
    value: 'NAME',
    help:
      'what models run on: cpu, or cuda, webgpu, coreml where ONNX Runtime has it here; default ' +
      'NUCLEUS_DEVICE, or cpu',
  },
}

/**
 * Takes the device that was chosen: this process and those it starts read it from the environment.
 * @throws UserError `bad-configuration` where there is none of that name
 */
export function takeDevice({ device }: CommandInput['options']): void {
  if (device === undefined) return
  readConfiguration({ ...process.env, NUCLEUS_DEVICE: String(device) })
  process.env.NUCLEUS_DEVICE = String(device)
}
