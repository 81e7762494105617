import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'

export interface ChildOptions {
  /** Added to this process's environment. */
  readonly environment?: Readonly<Record<string, string>>
  readonly signal: AbortSignal
  /** Gets every line of the standard output. */
  readonly onLine?: (line: string) => void
}

export interface ChildResult {
  readonly code: number
  /** What it wrote to the error stream; of much, the end. */
  readonly errors: string
}

/** How long a child may take to clear up after a TERM signal, in milliseconds. */
const GRACE = 5000
const KEPT_ERRORS = 20_000

/**
 * Runs a program to its end. When aborted it is asked to end, then made to, and has ended when the promise
 * rejects.
 * @throws the signal's reason when aborted; the system's error where the program cannot be started
 */
export async function runChild(
  command: string,
  args: readonly string[],
  { environment = {}, signal, onLine }: ChildOptions,
): Promise<ChildResult> {
  signal.throwIfAborted()
  const child = spawn(command, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...environment },
  })
  let errors = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors = (errors + text).slice(-KEPT_ERRORS)
  })
  createInterface({ input: child.stdout }).on('line', (line) => onLine?.(line))
  let forced: NodeJS.Timeout | undefined
  const end = () => {
    child.kill()
    forced = setTimeout(() => child.kill('SIGKILL'), GRACE)
  }
  const endAtOnce = () => child.kill()
  signal.addEventListener('abort', end, { once: true })
  process.once('exit', endAtOnce)
  try {
    const code = await new Promise<number>((resolve, reject) => {
      child.once('error', reject)
      child.once('close', (exit) => resolve(exit ?? 1))
    })
    signal.throwIfAborted()
    return { code, errors }
  } finally {
    clearTimeout(forced)
    signal.removeEventListener('abort', end)
    process.off('exit', endAtOnce)
  }
}
