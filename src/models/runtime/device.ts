import { listSupportedBackends } from 'onnxruntime-node'
import { readConfiguration } from '../../configuration.ts'
import { UserError } from '../../errors.ts'
import { runtimeVersion } from '../catalogue/kernels.ts'

/** Names of what ONNX Runtime can run on, here. */
const available = (): string[] => [...new Set(listSupportedBackends().map(({ name }) => name))]

/**
 * What models run on.
 * @param names what there is
 * @throws UserError `device-missing` where ONNX Runtime does not have it on this machine
 */
export function chosenDevice(
  device = readConfiguration().device,
  names: readonly string[] = available(),
): Exclude<typeof device, 'cpu'> | undefined {
  if (device === 'cpu') return undefined
  if (names.includes(device)) return device
  throw new UserError(
    'device-missing',
    `ONNX Runtime ${runtimeVersion()} on ${process.platform} ${process.arch} runs on ` +
      `${names.join(', ')}, and ${device} is not among them; choose one of these, or leave the device ` +
      'out.',
  )
}

/** Why a device could not be opened, in a sentence. */
export const deviceFault = (device: string, reason: string): UserError =>
  new UserError(
    'device-missing',
    `ONNX Runtime could not open ${device} on this machine (${reason.replace(/\.$/, '')}); install ` +
      'what it needs, or leave the device out to run on the processor.',
  )
