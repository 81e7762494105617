import type { ChildProcess } from 'node:child_process'
import { UserError } from '../../errors.ts'
import { createLink, type Handlers, type Link } from '../link/link.ts'
import { processPort } from '../link/process-port.ts'
import type { EngineOffer, ServerOffer } from './offers.ts'
import { spawnProcess } from './spawn.ts'

/** One life of the engine's process. */
interface EngineLife {
  readonly link: Link<EngineOffer>
  readonly isOver: boolean
}

/** Keeps an engine's process running. */
export interface Supervisor {
  /** The life that is going on; calls made while it starts wait for it. */
  current(): EngineLife
  readonly restarts: number
  readonly processId: number | undefined
  close(): Promise<void>
}

/**
 * Processes that end sooner than this cannot start properly: after two in a row, the next one waits for as
 * long.
 */
const SHORTEST_LIFE = 2000
/** Milliseconds to end by itself when the program ends. */
const LAST_STEP = 3000

/**
 * Starts the engine's process now, and again whenever it ends.
 * @param handlers what it may ask of this process; `onEnd` is called when a life is over
 */
export function superviseEngine(
  environment: Readonly<Record<string, string>>,
  handlers: Handlers<ServerOffer>,
  onEnd: () => void,
): Supervisor {
  let restarts = 0
  let isClosing = false
  let wasShort = false
  let child: ChildProcess
  let life = begin()

  function begin(): EngineLife {
    const started = performance.now()
    child = spawnProcess(new URL('./engine-process.ts', import.meta.url), environment)
    const own: { link: Link<EngineOffer>; isOver: boolean } = {
      link: createLink<ServerOffer, EngineOffer>(processPort(child), handlers),
      isOver: false,
    }
    const end = (how: string) => {
      if (own.isOver) return
      own.isOver = true
      own.link.cut(lost(how))
      onEnd()
      if (isClosing) return
      const isShort = performance.now() - started < SHORTEST_LIFE
      const hasToWait = isShort && wasShort
      wasShort = isShort
      const again = () => {
        if (isClosing) return
        restarts++
        life = begin()
      }
      if (hasToWait) setTimeout(again, SHORTEST_LIFE).unref()
      else again()
    }
    child.on('error', (error) => end(error.message))
    child.on('exit', (code, signal) => end(signal ? `signal ${signal}` : `exit code ${code}`))
    return own
  }

  return {
    current: () => life,
    get restarts() {
      return restarts
    },
    get processId() {
      return child.pid
    },
    async close() {
      isClosing = true
      if (life.isOver) return
      const gone = new Promise((resolve) => child.once('exit', resolve))
      child.disconnect()
      const timer = setTimeout(() => child.kill('SIGKILL'), LAST_STEP)
      await gone
      clearTimeout(timer)
    },
  }
}

const lost = (how: string) =>
  new UserError(
    'engine-lost',
    `The part of this program that runs models stopped (${how}), perhaps for want of memory, and was ` +
      'started again; run this once more, with fewer lanes or a shorter text if it happens again.',
  )
