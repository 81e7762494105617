import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 30_000,
    // Two cores, and the model itself uses both: more workers only fight for them.
    maxWorkers: 2,
  },
})
