/**
 * Preloaded into the server's process: how late its event loop is, in milliseconds, each time somebody asks
 * over the channel of `fork`, since it was asked before.
 */
const EVERY = 5
let delays: number[] = []
let before = performance.now()
setInterval(() => {
  const now = performance.now()
  delays.push(Math.max(0, now - before - EVERY))
  before = now
}, EVERY).unref()

if (process.send) {
  process.on('message', (message) => {
    if (message !== 'delays') return
    delays.sort((a, b) => a - b)
    process.send!({
      p99: delays[Math.floor(0.99 * (delays.length - 1))] ?? 0,
      longest: delays.at(-1) ?? 0,
    })
    delays = []
  })
  process.channel?.unref()
}
