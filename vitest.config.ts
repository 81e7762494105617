import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/**
 * Tests with a process of their own: of memory that is given back, and with another module in place of one.
 */
const ALONE = ['test/models/runtime/cache-arena.test.ts', 'test/web/pages/send-page.test.ts']
/** Small files that take long. */
const LONG = /with-model\/(exactness|inspect|memory|reproduce|searches)|browser\/accessibility/

/** As usual large files first, but before them those that one worker would be left with at the end. */
class LongFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const turn = ({ project, moduleId }: TestSpecification) =>
      project.name === 'alone' ? 0 : LONG.test(moduleId) ? 1 : 2
    return (await super.sort(files)).sort((one, other) => turn(one) - turn(other))
  }
}

export default defineConfig({
  test: {
    // Patience for a busy machine: on an idle one no test comes near it.
    testTimeout: 180_000,
    hookTimeout: 120_000,
    // A test without an assertion cannot fail.
    expect: { poll: { timeout: 60_000 }, requireAssertions: true },
    // Two cores, and the model itself uses both: more workers only fight for them.
    maxWorkers: 2,
    // Garbage is collected seldom and by one thread, as both cores have work: a tenth less processor time.
    execArgv: ['--initial-heap-size=512', '--single-threaded-gc'],
    sequence: { sequencer: LongFirst },
    globalSetup: ['test/build-program.ts', 'test/run-folder.ts'],
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
