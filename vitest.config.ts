import { defineConfig } from 'vitest/config'

/** Folders whose tests have no process, browser or module of their own: they share what they import. */
const SHARING = [
  'contracts',
  'decoding',
  'docs',
  'experiments',
  'metrics',
  'page',
  'runs',
  'sampling',
  'strategies',
  'web',
]
/** One of theirs that puts another module in the place of one. */
const REPLACING = 'test/web/pages/send-page.test.ts'
const files = `test/{${SHARING.join()}}/**/*.test.{ts,tsx}`

export default defineConfig({
  test: {
    // Patience for a busy machine: on an idle one no test comes near it.
    testTimeout: 180_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 60_000 } },
    // Two cores, and the model itself uses both: more workers only fight for them.
    maxWorkers: 2,
    projects: [
      // The files of a worker share its Chromium and its application.
      { extends: true, test: { name: 'browser', include: ['test/browser/*.test.ts'], isolate: false } },
      { extends: true, test: { name: 'shared', include: [files], exclude: [REPLACING], isolate: false } },
      {
        extends: true,
        test: {
          name: 'apart',
          include: ['test/**/*.test.{ts,tsx}', REPLACING],
          exclude: [files, 'test/browser/**'],
        },
      },
    ],
  },
})
