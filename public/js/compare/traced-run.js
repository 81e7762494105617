// @ts-check

/**
 * A finished run again, with a trace: the same seed, so the same tokens, and what the first run did not send.
 * @typedef {import('./run.js').Run} Run
 * @typedef {import('./run.js').LaneRun} LaneRun
 * @typedef {import('../../../src/runs/run/events.ts').LaneResult} LaneResult
 */

/**
 * @param {Run} run @param {readonly LaneRun[]} lanes @param {{ samples: number, maxTokens: number, firstSample?: number }} size @param {AbortSignal} signal
 * @returns {Promise<readonly LaneResult[]>} one a lane
 * @throws Error with the server's sentence
 */
export async function tracedLanes({ settings }, lanes, size, signal) {
  const { prompt, model, seed } = settings
  const chains = lanes.map(({ lane }) => lane)
  const body = { prompt, model, lanes: chains, seed: Number(seed), trace: true, ...size }
  const response = await fetch('/api/runs', {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body: JSON.stringify(body),
    signal,
  })
  const reply = await response.json()
  if (!response.ok) throw new Error(reply.error.message)
  return reply.lanes
}
