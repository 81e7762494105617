import { buildProgram } from '../src/program.ts'

/** Processes that tests start run the program as people do, built once for all. */
export async function setup(): Promise<void> {
  await buildProgram()
}
