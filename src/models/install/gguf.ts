import { readdir, rename, rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { z } from 'zod'
import { UserError } from '../../errors.ts'
import { runChild } from '../system/child.ts'
import { checkGgufHeader } from './gguf-header.ts'
import type { Converter } from './installer.ts'
import type { Python } from './pip.ts'
import { type PythonSettings, preparePython } from './python.ts'

/** What `import_gguf.py` prints while it works; its last line has facts about the model instead. */
const progressLine = z.object({ stage: z.string(), done: z.number(), total: z.number() })
const DTYPES = ['fp32', 'q8', 'q4']
/** Its exit statuses. */
const REFUSED = 2
const DISK_FULL = 4

/**
 * Converts GGUF files, with the same graph builder that exports the built-in model.
 * @throws UserError what `preparePython` throws; `unknown-dtype`; `model-unsupported` with the script's
 * reason
 */
export function ggufConverter(settings: PythonSettings): Converter {
  return async (request) => {
    await checkGgufHeader(request.file)
    const python = await preparePython(settings, request)
    await convertGguf(python, request)
  }
}

/** Converts with a Python that is ready; `folder` gets the files of the model. */
export async function convertGguf(
  python: Python,
  { file, folder, dtype = 'q8', onProgress, signal }: Parameters<Converter>[0],
): Promise<void> {
  if (!DTYPES.includes(dtype)) {
    throw new UserError(
      'unknown-dtype',
      `A GGUF cannot be converted to "${dtype}"; choose from ${DTYPES.join(', ')}.`,
    )
  }
  const made = join(folder, 'made')
  await rm(made, { recursive: true, force: true })
  const script = join(python.scripts, 'import_gguf.py')
  const { code, errors } = await runChild(python.command, [script, file, '--out', made, '--dtype', dtype], {
    environment: python.environment,
    signal,
    onLine: (line) => {
      const progress = parseProgress(line)
      if (progress) onProgress({ loaded: progress.done, total: progress.total, stage: progress.stage })
    },
  })
  if (code !== 0) throw explain(basename(file), code, errors.trim())
  for (const name of await readdir(made)) await rename(join(made, name), join(folder, name))
  await rm(made, { recursive: true })
}

function parseProgress(line: string): z.output<typeof progressLine> | undefined {
  try {
    return progressLine.safeParse(JSON.parse(line)).data
  } catch {
    return undefined
  }
}

function explain(name: string, code: number, errors: string): Error {
  if (code === DISK_FULL) return Object.assign(new Error(errors), { code: 'ENOSPC' })
  const last = errors.split('\n').at(-1) || `it ended with status ${code}`
  const reason = last.replace(/^(The|There|A) /, (word) => word.toLowerCase())
  if (code === REFUSED && reason.startsWith(name)) return new UserError('model-unsupported', reason)
  return code === REFUSED
    ? new UserError('model-unsupported', `${name} cannot be converted: ${reason}`)
    : new UserError('model-broken', `The conversion of ${name} failed: ${reason.replace(/\.?$/, '.')}`)
}
