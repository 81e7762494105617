import { measureResults } from '../helpers/measure-results.ts'

/** Reproduces everything on the small setting into the folder named, to be killed meanwhile. */
await measureResults(process.argv[2]!)
process.exit(0)
