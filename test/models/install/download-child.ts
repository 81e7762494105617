import { join } from 'node:path'
import { env } from '@xenova/transformers'
import { readCatalogue } from '../../../src/models/catalogue/read-catalogue.ts'
import { createModelLibrary } from '../../../src/models/library.ts'
import { projectRoot } from '../../../src/project.ts'

/** Fetches distilgpt2 from the hub at argv[2] into the cache at argv[3], a line of progress at a time. */
const [hub, cache] = process.argv.slice(2) as [string, string]
env.remoteHost = hub
const catalogue = readCatalogue(join(projectRoot, 'models.json'))
const library = createModelLibrary(catalogue, { builtIn: join(projectRoot, 'models'), cache })
await library.install('distilgpt2', { onProgress: ({ loaded }) => console.log(loaded) })
console.log('ready')
