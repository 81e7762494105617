import type { LabResult } from '../../../runs/lab/lab.ts'

/** What the worker says of a request. */
export type OwnAnswer =
  | { readonly result: LabResult }
  | { readonly error: { readonly message: string; readonly field?: string } }

const ADDRESS = '/assets/own-worker.js'
/** Milliseconds after which a worker is ended. */
const PATIENCE = 5000

/**
 * Computes the lab in a worker, which is ended when it takes too long or is no longer wanted.
 * @throws the signal's reason
 */
export function askWorker(body: object, signal: AbortSignal): Promise<OwnAnswer> {
  const worker = new Worker(ADDRESS, { type: 'module' })
  return new Promise<OwnAnswer>((resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
    const fail = (message: string) => resolve({ error: { message } })
    setTimeout(
      () => fail(`Your own step took over ${PATIENCE / 1000} seconds and was stopped; make it shorter.`),
      PATIENCE,
    )
    worker.onmessage = ({ data }: MessageEvent<OwnAnswer>) => resolve(data)
    worker.onerror = (event) => {
      event.preventDefault()
      fail('Your own step could not be computed in this browser; reload the page, or use another browser.')
    }
    worker.postMessage(body)
  }).finally(() => worker.terminate())
}
