#!/usr/bin/env node
// Starts the program by what was built of it when its source last changed; see src/program.ts.
const built = await import('../node_modules/.cache/nucleus/latest.js').catch(() => undefined)
const { start } = built?.start ? built : await fromSource()
await start(fromSource)

async function fromSource() {
  const { register } = await import('tsx/esm/api')
  register()
  return import('../src/program.ts')
}
