import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'

declare module 'vitest' {
  export interface ProvidedContext {
    /** What the test files of one run share. */
    readonly runFolder: string
  }
}

/** A folder that lasts as long as a test run; files that change in watch mode begin with an empty one. */
export function setup(project: TestProject): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'nucleus-tests-'))
  const empty = () => rmSync(folder, { recursive: true, force: true })
  project.provide('runFolder', folder)
  project.onTestsRerun(async () => empty())
  return empty
}
