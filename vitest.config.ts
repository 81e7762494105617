import { defineConfig } from 'vitest/config'

/** Tests with a process of their own: of memory that is given back, and with another module in place of one. */
const ALONE = ['test/models/runtime/cache-arena.test.ts', 'test/web/pages/send-page.test.ts']

export default defineConfig({
  test: {
    // Patience for a busy machine: on an idle one no test comes near it.
    testTimeout: 180_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 60_000 } },
    // Two cores, and the model itself uses both: more workers only fight for them.
    maxWorkers: 2,
    globalSetup: 'test/build-program.ts',
    projects: [
      {
        extends: true,
        test: {
          name: 'shared',
          include: ['test/**/*.test.{ts,tsx}'],
          exclude: ALONE,
          // The files of a worker share what they import, its Chromium and its application. All of them are
          // one project: a worker ends where the next file is another project's.
          isolate: false,
        },
      },
      { extends: true, test: { name: 'alone', include: ALONE } },
    ],
  },
})
