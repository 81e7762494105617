import { openLibrary } from '../../src/composition.ts'
import { reproduceTiny } from './tiny-reproduction.ts'

/** Reproduces everything on the tiny setting into the folder named, to be killed meanwhile. */
await reproduceTiny(await openLibrary().load(), process.argv[2]!)
process.exit(0)
