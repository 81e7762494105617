import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { mkdir, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { UserError } from '../../errors.ts'
import { runChild } from '../system/child.ts'
import type { InstallProgress } from './installer.ts'
import { type Python, pip } from './pip.ts'

/** The Python scripts of this project. */
const TRAINING = join(import.meta.dirname, '../../../training')
const OLDEST = [3, 11] as const

export interface PythonSettings {
  /** Where packages go that the computer's own Python lacks. */
  readonly cache: string
  /** What Python may be called, tried in this order. */
  readonly commands?: readonly string[]
  /**
   * Folder of the scripts and of `requirements-import.txt` and `.lock`: what they need, and that with its
   * hashes.
   */
  readonly scripts?: string
}

interface Waiting {
  readonly signal: AbortSignal
  readonly onProgress: (progress: InstallProgress) => void
}

const commandsHere = (): string[] =>
  process.env.NUCLEUS_PYTHON ? [process.env.NUCLEUS_PYTHON] : ['python3', 'python']

/**
 * Finds a Python with the packages the import needs: the computer's own where it has the very versions, else
 * with packages fetched by pip into the cache, once.
 * @throws UserError `python-missing`, `python-without-pip`, `model-unreachable` or `python-broken`
 */
export async function preparePython(
  { cache, commands = commandsHere(), scripts = TRAINING }: PythonSettings,
  waiting: Waiting,
): Promise<Python> {
  const command = await findPython(commands, waiting.signal)
  const list = join(scripts, 'requirements-import.txt')
  const packages = readFileSync(list, 'utf8').match(/^[\w-]+==[\w.]+/gm) ?? []
  const own = { command, environment: SETTINGS, scripts }
  if (await hasPackages(own, packages, waiting.signal)) return own
  const version = await versionOf(command, waiting.signal)
  const name = createHash('sha256').update(`${packages.join()} ${version}`).digest('hex').slice(0, 12)
  const folder = join(cache, 'python', name)
  const equipped = { ...own, environment: { ...SETTINGS, PYTHONPATH: folder } }
  if (await hasPackages(equipped, packages, waiting.signal)) return equipped
  await installPackages(own, join(scripts, 'requirements-import.lock'), folder, waiting)
  if (await hasPackages(equipped, packages, waiting.signal)) return equipped
  throw new UserError(
    'python-broken',
    `${command} does not find ${packages.join(', ')} although pip has installed them; set ` +
      'NUCLEUS_PYTHON to another Python.',
  )
}

/** The scripts may lie where nobody may write; and a user's packages must not come before ours. */
const SETTINGS = { PYTHONDONTWRITEBYTECODE: '1', PYTHONNOUSERSITE: '1', PYTHONUTF8: '1' }

async function versionOf(command: string, signal: AbortSignal): Promise<string> {
  let version = ''
  const script = 'import sys; print("%d.%d" % sys.version_info[:2])'
  await runChild(command, ['-c', script], {
    signal,
    onLine: (line) => {
      version = line
    },
  }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT' && error.code !== 'EACCES') throw error
  })
  return version
}

async function findPython(commands: readonly string[], signal: AbortSignal): Promise<string> {
  const wanted = OLDEST.join('.')
  const old: string[] = []
  for (const command of commands) {
    const version = await versionOf(command, signal)
    const [major = 0, minor = 0] = version.split('.').map(Number)
    if (major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1])) return command
    if (version) old.push(`${command} is ${version}`)
  }
  const found = old[0] ?? `there is no ${commands.join(' or ')} on this computer`
  throw new UserError(
    'python-missing',
    `Converting a GGUF needs Python ${wanted} or newer, and ${found}; install one, or set ` +
      'NUCLEUS_PYTHON to it.',
  )
}

async function hasPackages(
  python: Python,
  packages: readonly string[],
  signal: AbortSignal,
): Promise<boolean> {
  const script =
    'import sys, importlib.metadata as m\nfor a in sys.argv[1:]:\n n, v = a.split("==")\n assert ' +
    'm.version(n) == v'
  const { command, environment } = python
  const { code } = await runChild(command, ['-c', script, ...packages], { environment, signal })
  return code === 0
}

async function installPackages(
  python: Python,
  list: string,
  folder: string,
  { signal, onProgress }: Waiting,
): Promise<void> {
  const part = `${folder}.part`
  const stage = 'installing Python packages'
  await mkdir(dirname(folder), { recursive: true })
  await rm(part, { recursive: true, force: true })
  try {
    await mkdir(part)
    await pip(python, ['install', '--target', join(part, 'packages'), '-r', list], {
      what: 'the Python packages for the conversion',
      temporary: join(part, 'temporary'),
      onBytes: (loaded) => onProgress({ loaded, total: 0, stage }),
      signal,
    })
    await rm(folder, { recursive: true, force: true })
    await rename(join(part, 'packages'), folder)
  } finally {
    await rm(part, { recursive: true, force: true })
  }
}
