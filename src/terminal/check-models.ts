import { UserError } from '../errors.ts'
import type { ModelEntry } from '../models/catalogue/catalogue.ts'
import type { ModelLibrary } from '../models/library.ts'

interface CheckLine {
  readonly isRight: boolean
  readonly text: string
}

/** How far a size may differ from the list's, as a share: the list's are rounded. */
const TOLERANCE = 0.02

/**
 * Compares the list's facts about the hub's models with the hub's own.
 * @throws UserError `model-unreachable` where there is no hub
 */
export async function checkList(library: ModelLibrary, signal: AbortSignal): Promise<CheckLine[]> {
  const lines: CheckLine[] = []
  for (const entry of library.listed()) {
    if (entry.source.kind !== 'hub') continue
    const faults = await faultsOf(library, entry, entry.source.repository, signal)
    lines.push({
      isRight: faults.length === 0,
      text: `${entry.id.padEnd(24)}  ${faults.length === 0 ? 'as listed' : faults.join('; ')}`,
    })
  }
  return lines
}

async function faultsOf(
  library: ModelLibrary,
  entry: ModelEntry,
  repository: string,
  signal: AbortSignal,
): Promise<string[]> {
  try {
    return differences(entry, await library.readRepository(repository, signal))
  } catch (error) {
    if (!(error instanceof UserError) || error.code === 'model-unreachable') throw error
    return [error.message]
  }
}

type Found = Awaited<ReturnType<ModelLibrary['readRepository']>>

function differences(entry: ModelEntry, found: Found): string[] {
  const faults: string[] = []
  const { source, licence, architecture, exports = [] } = entry
  if (source.kind === 'hub' && source.repository !== found.repository)
    faults.push(`it is called ${found.repository} now`)
  if (found.licence !== 'not stated' && found.licence.toLowerCase() !== licence.toLowerCase())
    faults.push(`its licence is ${found.licence}, listed as ${licence}`)
  if (found.architecture !== architecture)
    faults.push(`its architecture is ${found.architecture}, listed as ${architecture}`)
  for (const { dtype, modelFile = 'model', approximateBytes } of [entry, ...exports]) {
    const same = found.exports.find((one) => one.dtype === dtype && one.modelFile === modelFile)
    if (!same) faults.push(`there is no ${modelFile} in ${dtype}`)
    else if (approximateBytes === undefined)
      faults.push(`${dtype} takes ${same.bytes} bytes, the list has no size`)
    else if (Math.abs(same.bytes / approximateBytes - 1) > TOLERANCE)
      faults.push(`${dtype} takes ${same.bytes} bytes, listed as ${approximateBytes}`)
  }
  return faults
}
