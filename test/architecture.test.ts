import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'

const src = join(import.meta.dirname, '../src')

/**
 * Every folder of `src`, and what it may import at run time besides itself and the files of `ROOTS`. A name
 * means that folder and all below it. A folder without a line of its own belongs to the nearest one
 * above it that has one.
 */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  sampling: [],
  metrics: [],
  decoding: [],
  strategies: [],
  'strategies/chain': ['sampling', 'decoding'],
  'strategies/steps': ['sampling', 'strategies/chain'],
  'strategies/searches': ['sampling', 'decoding', 'strategies/chain'],
  'strategies/engines': ['strategies'],
  models: ['decoding'],
  'models/system': [],
  'models/catalogue': ['models'],
  'models/runtime': ['decoding', 'models'],
  'models/install': ['models'],
  runs: ['decoding'],
  'runs/request': ['sampling', 'decoding', 'strategies'],
  'runs/run': ['sampling', 'decoding', 'strategies', 'metrics', 'runs/request'],
  'runs/lab': ['sampling', 'strategies', 'runs/request'],
  'runs/score': ['sampling', 'decoding', 'strategies', 'runs/request', 'runs/run'],
  'runs/remote': ['decoding', 'runs/request'],
  'runs/match': ['sampling', 'decoding', 'strategies', 'runs/request', 'runs/score'],
  'runs/inspect': ['sampling', 'decoding', 'strategies', 'runs/request', 'runs/run', 'runs/lab'],
  'runs/replay': ['sampling', 'runs/request', 'runs/run'],
  'runs/trials': ['sampling', 'metrics', 'runs/run'],
  'runs/methods': ['strategies', 'runs/request', 'runs/run'],
  engine: ['models', 'decoding', 'runs'],
  workers: ['sampling', 'runs', 'engine', 'experiments'],
  experiments: ['sampling', 'decoding', 'strategies', 'metrics', 'runs'],
  'experiments/measure': ['sampling', 'decoding', 'strategies', 'metrics', 'runs', 'experiments/harness'],
  'experiments/report': ['experiments'],
  web: [],
  'web/http': ['runs', 'web/observe'],
  'web/observe': ['runs', 'web/openai'],
  'web/api': ['strategies', 'runs', 'web/http'],
  'web/openai': ['sampling', 'strategies', 'runs', 'web/http'],
  'web/description': ['runs', 'web/http', 'web/openai'],
  'web/pages': [
    'sampling',
    'strategies',
    'metrics',
    'runs',
    'experiments',
    'page',
    'web/http',
    'web/description',
  ],
  terminal: ['strategies', 'metrics', 'runs', 'experiments', 'engine', 'workers'],
  'page/ui': [],
  'page/own': ['runs', 'page/ui'],
  'page/compare': ['sampling', 'strategies', 'metrics', 'runs', 'page/ui', 'page/own', 'page/trials-table'],
  'page/plot': ['page/ui'],
  'page/lab': ['sampling', 'strategies', 'runs', 'page/ui', 'page/own', 'page/plot'],
  'page/gallery': ['page/ui'],
  'page/learn': ['page/ui', 'page/plot'],
  'page/class': ['page/ui', 'page/compare/blind'],
  'page/models': ['page/ui'],
  'page/trials': ['strategies', 'runs', 'page/ui', 'page/trials-table'],
  'page/trials-table': ['runs', 'page/ui'],
  'page/theme': [],
  'page/reference': [],
}

/** Files that everything may import. */
const ROOTS = [
  'errors.ts',
  'words.ts',
  'csv.ts',
  'group-by.ts',
  'make-folder.ts',
  'configuration.ts',
  'program.ts',
  'project.ts',
]

/** Folders whose types are also known, without a run-time import. */
const MAY_KNOW: Readonly<Record<string, readonly string[]>> = {
  runs: ['models'],
  experiments: ['models'],
  workers: ['models'],
  web: ['models', 'decoding', 'engine', 'web'],
  terminal: ['models', 'decoding'],
  page: ['models', 'decoding', 'sampling', 'strategies', 'metrics', 'runs', 'experiments'],
}

/** Packages that the pages' code, and all it imports, may use. */
const BROWSER_PACKAGES = [
  'preact',
  'preact/hooks',
  'preact-render-to-string',
  '@preact/signals',
  'zod',
  'seedrandom',
  'fflate',
  'd3-scale',
  'leven',
  're2js',
  'hyparquet-writer',
]

/**
 * Who exponentiates outside `sampling`, and why that is no softmax: nobody else turns logits into chances.
 */
const MAY_EXPONENTIATE: Readonly<Record<string, string>> = {
  'metrics/perplexity.ts': 'perplexity',
  'metrics/finding.ts': 'perplexity',
  'metrics/self-bleu.ts': 'geometric means and the brevity penalty',
  'runs/score/score.ts': 'perplexity',
  'experiments/measure/measures.ts': 'perplexity',
  'experiments/measure/human.ts': 'a known log-probability, shown',
  'experiments/claims/surprisal.ts': 'a known log-probability, shown',
  'strategies/steps/eta.ts': 'a threshold from an entropy',
  'strategies/steps/mirostat-v1.ts': 'a rank from a Zipf law',
  'strategies/steps/own/evaluate-formula.ts': "a person's own formula",
  'runs/lab/statistics.ts': 'tails of the binomial distribution',
  'page/compare/human/lane.tsx': 'a known log-probability, shown',
  'page/compare/inspector/inspector.tsx': 'a known log-probability, shown',
  'page/compare/lane/heat.tsx': 'a known log-probability, shown',
  'page/compare/lane/token-tip.tsx': 'a known log-probability, shown',
  'page/compare/moves/moves.tsx': 'a known acceptance ratio, shown',
}

interface Import {
  readonly from: string
  readonly to: string
  readonly isType: boolean
}

function importsOf(file: string): Import[] {
  const text = readFileSync(join(src, file), 'utf8')
  const statements = text.matchAll(
    /^(?:import|export)\s+(type\s)?[^'"]*?from\s+'([^']+)'|^import '([^']+)'/gm,
  )
  // What a file loads when it comes to it, and types that it names by `import('...')`.
  const later = text.matchAll(/(typeof\s)?\bimport\('([^']+)'\)/g)
  return [...statements, ...later].map(([, type, from, alone]) => {
    const target = from ?? alone!
    return {
      from: file,
      to: target.startsWith('.') ? join(dirname(file), target) : target,
      isType: type !== undefined,
    }
  })
}

const files = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter((file) => /\.tsx?$/.test(file))
const imports = files.flatMap(importsOf)
const isWithin = (path: string, folder: string): boolean => path.startsWith(`${folder}/`)

/** The longest name of a table that a file lies in. */
const ruleFor = (file: string, table: Readonly<Record<string, unknown>>): string | undefined =>
  Object.keys(table)
    .filter((folder) => isWithin(file, folder))
    .sort((one, other) => other.length - one.length)[0]

/** Groups of files that import each other, types included (Tarjan 1972). */
function circles(): string[][] {
  const index = new Map<string, number>()
  const low = new Map<string, number>()
  const stack: string[] = []
  const found: string[][] = []
  const visit = (file: string): number => {
    index.set(file, index.size)
    low.set(file, index.get(file)!)
    stack.push(file)
    for (const { to } of imports.filter(({ from }) => from === file)) {
      if (!index.has(to)) low.set(file, Math.min(low.get(file)!, visit(to)))
      else if (stack.includes(to)) low.set(file, Math.min(low.get(file)!, index.get(to)!))
    }
    if (low.get(file) === index.get(file)) {
      const circle = stack.splice(stack.indexOf(file))
      if (circle.length > 1) found.push(circle)
    }
    return low.get(file)!
  }
  for (const file of files) if (!index.has(file)) visit(file)
  return found
}

describe('the direction of dependencies', () => {
  it.each(Object.keys(MAY_IMPORT))('%s imports only what it may', (folder) => {
    const strangers = imports.filter(({ from, to, isType }) => {
      if (ruleFor(from, MAY_IMPORT) !== folder || ROOTS.includes(to) || !/\.tsx?$/.test(to)) return false
      const known = isType ? (MAY_KNOW[folder.split('/')[0]!] ?? []) : []
      return ![folder, ...MAY_IMPORT[folder]!, ...known].some((allowed) => isWithin(to, allowed))
    })
    expect(strangers).toEqual([])
  })

  it('allows nothing that nobody needs', () => {
    const idle = Object.entries(MAY_IMPORT).flatMap(([folder, allowed]) =>
      allowed
        .filter(
          (one) => !imports.some(({ from, to }) => ruleFor(from, MAY_IMPORT) === folder && isWithin(to, one)),
        )
        .map((one) => `${folder} imports nothing of ${one}`),
    )
    expect(idle).toEqual([])
  })

  it('keeps Node out of what the browser runs', () => {
    const reached = new Set(files.filter((file) => isWithin(file, 'page')))
    for (const file of reached) {
      for (const { from, to, isType } of imports) {
        if (from === file && !isType) reached.add(to)
      }
    }
    const packages = [...reached].filter((one) => !/\.tsx?$/.test(one))
    expect(packages.filter((one) => !BROWSER_PACKAGES.includes(one))).toEqual([])
  })

  it('names every folder', () => {
    const roots = files.filter((file) => file.includes('/') && ruleFor(file, MAY_IMPORT) === undefined)
    expect(roots).toEqual([])
  })

  it('leaves every softmax to sampling', () => {
    const found = files.filter((file) => {
      const uses = /\bMath\.(?:exp|expm1)\b/.test(readFileSync(join(src, file), 'utf8'))
      return uses && !isWithin(file, 'sampling')
    })
    expect(found.sort()).toEqual(Object.keys(MAY_EXPONENTIATE).sort())
  })

  it('writes HTML by components, never as text', () => {
    const html =
      /['"`]<\/?(?:a|p|b|div|span|ul|li|dl|dt|dd|h[1-6]|section|form|button|input|table|t[rdh])\b[ >]/
    const found = files.filter((file) => html.test(readFileSync(join(src, file), 'utf8')))
    expect(found).toEqual([])
  })

  it('has no circle', () => {
    expect(circles()).toEqual([])
  })

  it('keeps transformers.js in models, express in web, and one source of chance', () => {
    const users = (name: string) => [
      ...new Set(imports.filter(({ to }) => to === name).map(({ from }) => from.split('/')[0])),
    ]
    expect(users('@xenova/transformers')).toEqual(['models'])
    expect(users('express')).toEqual(['web'])
    expect(users('seedrandom')).toEqual(['sampling'])
    expect(files.filter((file) => readFileSync(join(src, file), 'utf8').includes('Math.random'))).toEqual([])
  })
})
