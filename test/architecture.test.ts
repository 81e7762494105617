import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { describe, expect, it } from 'vitest'

const src = join(import.meta.dirname, '../src')

/** What each folder may import at run time, besides itself and `errors.ts`. Types may come from one step further. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  sampling: [],
  metrics: [],
  decoding: ['sampling'],
  strategies: ['sampling', 'decoding'],
  models: ['decoding'],
  runs: ['sampling', 'decoding', 'strategies', 'metrics'],
  experiments: ['sampling', 'decoding', 'strategies', 'metrics', 'runs'],
  web: ['sampling', 'strategies', 'metrics', 'runs', 'experiments'],
  terminal: ['sampling', 'strategies', 'metrics', 'runs', 'experiments'],
}

/** Folders whose types are also known, without a run-time import. */
const MAY_KNOW: Readonly<Record<string, readonly string[]>> = {
  runs: ['models'],
  experiments: ['models'],
  web: ['models', 'decoding'],
  terminal: ['models', 'decoding'],
}

interface Import {
  readonly from: string
  readonly to: string
  readonly isType: boolean
}

function importsOf(file: string): Import[] {
  const statements = readFileSync(join(src, file), 'utf8').matchAll(
    /^(?:import|export)\s+(type\s)?[^'"]*?from\s+'([^']+)'/gm,
  )
  return [...statements].map(([, type, target]) => ({
    from: file,
    to: target!.startsWith('.') ? relative(src, join(src, dirname(file), target!)) : target!,
    isType: type !== undefined,
  }))
}

const folderOf = (path: string): string => (path.includes('/') ? path.split('/')[0]! : '')
const files = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'))
const imports = files.flatMap(importsOf)

describe('the direction of dependencies', () => {
  it.each(Object.keys(MAY_IMPORT))('%s imports only what it may', (folder) => {
    const strangers = imports.filter(({ from, to, isType }) => {
      if (folderOf(from) !== folder || to === 'errors.ts' || !to.endsWith('.ts')) return false
      const allowed = [folder, ...MAY_IMPORT[folder]!, ...(isType ? (MAY_KNOW[folder] ?? []) : [])]
      return !allowed.includes(folderOf(to))
    })
    expect(strangers).toEqual([])
  })

  it('keeps transformers.js in models, express in web, and one source of chance', () => {
    const users = (name: string) => [
      ...new Set(imports.filter(({ to }) => to === name).map(({ from }) => folderOf(from))),
    ]
    expect(users('@xenova/transformers')).toEqual(['models'])
    expect(users('express')).toEqual(['web'])
    expect(users('seedrandom')).toEqual(['sampling'])
    expect(files.filter((file) => readFileSync(join(src, file), 'utf8').includes('Math.random'))).toEqual([])
  })
})
