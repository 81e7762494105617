import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.{ts,tsx}'],
    // Patience for a busy machine: on an idle one no test comes near it.
    testTimeout: 120_000,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 20_000 } },
    // Two cores, and the model itself uses both: more workers only fight for them.
    maxWorkers: 2,
  },
})
