import { spawn, spawnSync } from 'node:child_process'
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { projectRoot } from '../../src/project.ts'
import { openChatModel } from '../models/chat-model.ts'
import { startApp } from '../web/running-app.ts'
import { CLIENTS, type Client, type Places } from './clients.ts'

/**
 * Runs other people's clients against a server of this program: `npm run clients -- [NAME...] [--write]`.
 * They are installed from PyPI and npm into a folder outside the project, NUCLEUS_CLIENTS or one in the
 * temporary folder, which is kept for the next time. `--write` puts what they printed into docs/clients.md.
 */

const here = import.meta.dirname
const kept = process.env.NUCLEUS_CLIENTS ?? join(tmpdir(), 'nucleus-clients')
const PROMPTFOO = '0.123.1'
/** promptfoo needs a newer Node than this program; it gets one of its own. */
const NODE = { name: `node-${process.platform}-${process.arch}`, version: '22' }
const isNodeOld = Number(process.versions.node.split('.')[0]) < Number(NODE.version)
/** The environment of clients, with the Node that they get first. */
const env = {
  ...process.env,
  PATH: `${join(kept, 'node_modules', NODE.name, 'bin')}${delimiter}${process.env.PATH}`,
}
/** Milliseconds a client may take. */
const PATIENCE = 900_000

interface Printed {
  readonly client: Client
  readonly code: number
  readonly output: string
}

function install(clients: readonly Client[]): void {
  mkdirSync(kept, { recursive: true })
  const must = (command: string, ...words: string[]) => {
    const { status } = spawnSync(command, words, { cwd: kept, env, stdio: ['ignore', 'ignore', 'inherit'] })
    if (status !== 0) throw new Error(`${command} ${words.join(' ')} ended with ${status}`)
  }
  if (clients.some(({ from }) => from === 'pypi')) {
    if (!existsSync(join(kept, 'venv'))) must('python3', '-m', 'venv', 'venv')
    must(join(kept, 'venv/bin/pip'), 'install', '--quiet', '-r', join(here, 'python/requirements.txt'))
  }
  const own = join(kept, 'node_modules/promptfoo/package.json')
  const isMissing = !existsSync(own) || JSON.parse(readFileSync(own, 'utf8')).version !== PROMPTFOO
  if (!isMissing || clients.every(({ from }) => from !== 'npm')) return
  const npm = ['install', '--no-audit', '--no-fund', '--silent', '--prefix', kept]
  // Its Node comes first: what is compiled for a Node is installed for this one.
  if (isNodeOld) must('npm', ...npm, `${NODE.name}@${NODE.version}`)
  must('npm', ...npm, `promptfoo@${PROMPTFOO}`)
}

/** The files of this folder with their own words replaced, and where everything is. */
function prepare(url: string): Places {
  const folder = mkdtempSync(join(tmpdir(), 'nucleus-clients-run-'))
  cpSync(join(here, 'python'), join(folder, 'python'), { recursive: true })
  for (const file of ['promptfoo.yaml', 'llm-models.yaml']) cpSync(join(here, file), join(folder, file))
  mkdirSync(join(folder, 'llm'))
  renameSync(join(folder, 'llm-models.yaml'), join(folder, 'llm/extra-openai-models.yaml'))
  for (const file of ['promptfoo.yaml', 'llm/extra-openai-models.yaml', 'python/tasks/openings.yaml']) {
    const path = join(folder, file)
    const text = readFileSync(path, 'utf8')
    writeFileSync(
      path,
      text.replaceAll('__URL__', url).replaceAll('__FOLDER__', join(folder, 'python/tasks')),
    )
  }
  return {
    url,
    folder,
    bin: join(kept, 'venv/bin'),
    npm: join(kept, 'node_modules/.bin'),
    model: join(projectRoot, 'models/books-13m'),
  }
}

const fill = (word: string, places: Places): string =>
  word.replace(/\{(\w+)\}/g, (_, name: string) => places[name as keyof Places])

function runClient(client: Client, places: Places): Promise<Printed> {
  const [program, ...words] = client.command.map((word) => fill(word, places)) as [string, ...string[]]
  const own = Object.entries(client.environment ?? {}).map(([name, value]) => [name, fill(value, places)])
  const child = spawn(program, words, {
    cwd: places.folder,
    timeout: PATIENCE,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...env,
      NO_COLOR: '1',
      COLUMNS: '200',
      NUCLEUS_URL: places.url,
      ...Object.fromEntries(own),
    },
  })
  let output = ''
  const add = (data: Buffer) => {
    output += data.toString()
  }
  child.stdout.on('data', add)
  child.stderr.on('data', add)
  return new Promise((resolve) => {
    child.on('error', (error) => resolve({ client, code: 1, output: error.message }))
    child.on('close', (code) => resolve({ client, code: code ?? 1, output }))
  })
}

/** What the docs show of a client's output: nothing of this computer. */
function shown({ client, output }: Printed, places: Places): string {
  const lines = output
    .replaceAll(places.url, 'http://127.0.0.1:3000')
    .replaceAll(places.folder, 'test/clients')
    .replaceAll(kept, '')
    .replaceAll(`${projectRoot}/`, '')
    .split('\n')
    .map((line) => line.trimEnd())
  return lines.filter((line) => line !== '' && (client.keep?.test(line) ?? true)).join('\n')
}

const commandLine = ({ command }: Client): string =>
  command
    .map((word) =>
      word
        .replaceAll(/\{bin\}\/|\{npm\}\//g, '')
        .replaceAll('{url}', 'http://127.0.0.1:3000')
        .replaceAll('{folder}', 'test/clients')
        .replaceAll('{model}', 'models/books-13m'),
    )
    .map((word) => (/[\s"]/.test(word) ? `"${word}"` : word))
    .join(' ')

function section(printed: Printed, places: Places): string {
  const { client } = printed
  const session = `$ ${commandLine(client)}\n${shown(printed, places)}`
  return `## ${client.name}\n\nShows: ${client.shows}.\n\n\`\`\`\n${session}\n\`\`\`\n`
}

/** Replaces the sections of the clients that ran. */
function write(results: readonly Printed[], places: Places): void {
  const path = join(projectRoot, 'docs/clients.md')
  let text = readFileSync(path, 'utf8')
  for (const printed of results) {
    const begin = text.indexOf(`## ${printed.client.name}\n`)
    const next = begin < 0 ? -1 : text.indexOf('\n## ', begin + 1)
    const own = section(printed, places)
    if (begin < 0) text = `${text.trimEnd()}\n\n${own}`
    else text = text.slice(0, begin) + own + (next < 0 ? '' : text.slice(next))
  }
  writeFileSync(path, text)
}

const words = process.argv.slice(2)
const wanted = words.filter((word) => !word.startsWith('--'))
const clients = CLIENTS.filter(
  ({ name }) => wanted.length === 0 || wanted.some((one) => name.startsWith(one)),
)
install(clients)
const { library, remove } = openChatModel()
const app = await startApp(library)
const places = prepare(app.url)
const results: Printed[] = []
for (const client of clients) {
  console.log(`# ${client.name}`)
  const printed = await runClient(client, places)
  console.log(printed.code === 0 ? shown(printed, places) : `${printed.output}\nended with ${printed.code}`)
  results.push(printed)
  if (printed.code === 0 && words.includes('--write')) write([printed], places)
}
const failed = results.filter(({ code }) => code !== 0)
await app.close()
remove()
rmSync(places.folder, { recursive: true })
console.log(`${results.length - failed.length} of ${results.length} clients passed`)
process.exit(failed.length === 0 ? 0 : 1)
