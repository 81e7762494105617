import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openLibrary } from '../../../../src/composition.ts'
import { whatHeld } from '../../../../src/experiments/claims/checks.ts'
import type { ShownText } from '../../../../src/experiments/harness/definition.ts'
import {
  type ExperimentResult,
  readResults,
  writeResult,
} from '../../../../src/experiments/harness/result.ts'
import { experiments } from '../../../../src/experiments/registry.ts'
import { type MeasuredResults, measuredResults } from '../../../helpers/measured-results.ts'
import { type RunningApp, startApp } from '../../running-app.ts'

let results: MeasuredResults
let app: RunningApp
let html: string
beforeAll(async () => {
  results = await measuredResults()
  app = await startApp(openLibrary(), results.folder)
  html = await pageOf(app)
}, 120_000)
afterAll(async () => {
  await app?.close()
})

async function pageOf({ url }: RunningApp): Promise<string> {
  const response = await fetch(`${url}/gallery`)
  expect(response.status).toBe(200)
  return response.text()
}

const plain = (text: string) =>
  text
    .replaceAll('&#39;', "'")
    .replaceAll('&quot;', '"')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')

/** One card's HTML. */
const cardOf = (page: string, id: string) =>
  new RegExp(
    `<article class="gallery-card[^"]*" id="${id}"[\\s\\S]*?(?=<article class="gallery-card|<div ` +
      'class="ui-popover|<p id="status)',
  ).exec(page)![0]

const linksTo = (page: string) =>
  [...page.matchAll(/href="(\/\?prompt=[^"]+)"/g)].map(
    ([, href]) => new URL(plain(href!), app.url).searchParams,
  )

describe('a card', () => {
  it('shows claim, verdict, figure, checks, provenance, command and files of every experiment', () => {
    for (const { experiment, result } of readResults(results.folder)) {
      const card = plain(cardOf(html, experiment.id))
      expect(card).toContain(experiment.claim)
      expect(card).toContain('class="gallery-figure"')
      for (const { statement, comparison, margin } of result.checks) {
        expect(card).toContain(`${statement} ${comparison === 'at least' ? '≥' : '≤'} ${margin}`)
      }
      expect(card).toContain(whatHeld(result.checks, result.comparisons))
      expect(card).toContain(`npm run --silent cli -- reproduce ${experiment.id} --quick`)
      expect(card).toContain(results.provenance.hash)
      expect(card).toContain('books-13m, quick setting, 24 Nov 2026')
      for (const kind of ['json', 'csv', 'svg'])
        expect(card).toContain(`href="/results/${experiment.id}.${kind}"`)
      expect(card).not.toContain('undefined')
    }
  })

  it('has the badge its checks give, with a glyph and words', () => {
    for (const { result } of readResults(results.folder)) {
      const badge =
        /<span class="ui-badge is-(\w+)"><svg[^>]*><use href="#i-(\w+)"><\/use><\/svg>([^<]+)</.exec(
          cardOf(html, result.id),
        )!
      const expected = {
        reproduced: ['pass', 'check', 'Reproduced'],
        'partly reproduced': ['part', 'tilde', 'Partly reproduced'],
        'not reproduced': ['fail', 'fail', 'Not reproduced'],
        'not measured': ['idle', 'box', 'Not measured'],
      }[result.verdict]
      expect(badge.slice(1)).toEqual(expected)
    }
  })

  it('never shows Reproduced above statements that did not carry over', () => {
    for (const { result } of readResults(results.folder)) {
      const card = cardOf(html, result.id)
      if (card.includes('Did not carry over')) expect(card).not.toContain('</svg>Reproduced<')
    }
  })

  it('gives the stored figure in the page’s colours: every word of it, and no style of its own', () => {
    for (const { id } of experiments) {
      const stored = readFileSync(join(results.folder, `${id}.svg`), 'utf8')
      const card = cardOf(html, id)
      for (const [, word] of stored.matchAll(/<text[^>]*>([^<]+)<\/text>/g)) expect(card).toContain(word)
      expect(card.match(/<polyline /g)?.length ?? 0).toBe(stored.match(/<polyline /g)?.length ?? 0)
      expect(card.match(/<circle /g)?.length ?? 0).toBe(stored.match(/<circle /g)?.length ?? 0)
    }
    expect(html).not.toMatch(/<style|style="|id="title"/)
  })

  it('puts the paper’s figures beside ours, human row first, the nucleus row tinted', () => {
    const card = cardOf(html, 'table-1')
    const rows = [
      ...card.matchAll(/<tr class="gallery-pair ?([^"]*)"><th scope="row">([\s\S]*?)<\/th>([\s\S]*?)<\/tr>/g),
    ]
    expect(rows.length).toBe(10)
    expect(rows[0]![1]).toBe('is-human')
    expect(rows[0]![2]).toBe('Human')
    const paper = [...rows[0]![3]!.matchAll(/<td class="ui-number is-paper">([^<]+)</g)].map(
      ([, value]) => value,
    )
    expect(paper).toEqual(['12.38', '0.31', '0.93', '0.28'])
    expect(rows.filter(([, kind]) => kind === 'is-tinted').map(([, , name]) => name)).toEqual([
      expect.stringContaining('Nucleus'),
    ])
    const { result } = readResults(results.folder).find(({ experiment }) => experiment.id === 'table-1')!
    for (const { statement, why, carriedOver } of result.comparisons) {
      expect(plain(card)).toContain(statement)
      if (!carriedOver) expect(plain(card)).toContain(why)
    }
  })

  it('lists the likeliest next tokens of every context, on one scale', () => {
    const card = cardOf(html, 'flat-and-peaked')
    const { result } = readResults(results.folder).find(
      ({ experiment }) => experiment.id === 'flat-and-peaked',
    )!
    const tops = result.data.contexts.flatMap(({ top }: { top: { token: string; probability: number }[] }) =>
      top.slice(0, 6),
    )
    const rows = [
      ...card.matchAll(
        /<th scope="row">([^<]*)<\/th><td class="gallery-bar">.*?<rect width="([\d.]+)%".*?<td class="ui-number">([\d.]+)</g,
      ),
    ]
    expect(rows.map(([, , , probability]) => probability)).toEqual(
      tops.map(({ probability }: { probability: number }) => probability.toFixed(3)),
    )
    const most = Math.max(...tops.map(({ probability }: { probability: number }) => probability))
    for (const [index, [, , width]] of rows.entries()) {
      expect(Number(width)).toBeCloseTo((100 * tops[index].probability) / most, 1)
    }
  })
})

describe('a text', () => {
  it('opens from every cell of the sweeps', () => {
    const card = cardOf(html, 'sweeps')
    const cells = [...card.matchAll(/class="gallery-cell[^"]*" popovertarget="([^"]+)"/g)].map(
      ([, id]) => id!,
    )
    const { result } = readResults(results.folder).find(({ experiment }) => experiment.id === 'sweeps')!
    const stored = result.data.families.flatMap(({ cells }: { cells: { texts: ShownText[] }[] }) => cells)
    expect(cells.length).toBe(stored.length)
    for (const [index, id] of cells.entries()) {
      const exhibit = new RegExp(
        `<div class="ui-popover gallery-dialog" popover="auto" id="${id}"[\\s\\S]*?</div>\\s*<p ` +
          'class="ui-quiet">[\\s\\S]*?</div>',
      ).exec(html)![0]
      for (const { text } of stored[index].texts) expect(plain(exhibit)).toContain(`</span>${text}</p>`)
    }
  })

  it('is what the run it links to gives', async () => {
    for (const id of ['loops', 'sweeps', 'temperature-order']) {
      const { result } = readResults(results.folder).find(({ experiment }) => experiment.id === id)!
      const texts = shownIn(result)
      const sampled = texts.filter(({ seed }) => seed > 0)
      for (const text of [texts[0]!, sampled[0]!, sampled.at(-1)!]) {
        const link = linksTo(html).find(
          (one) =>
            one.getAll('lane').join() === text.lane &&
            one.get('prompt') === text.prompt &&
            one.get('seed') === String(text.seed),
        )!
        expect(await run(link)).toEqual([text.text])
      }
    }
  })

  it('is among those the card’s own run gives', async () => {
    const [link] = linksTo(cardOf(html, 'loops'))
    const { result } = readResults(results.folder).find(({ experiment }) => experiment.id === 'loops')!
    expect(link!.getAll('lane')).toEqual(shownIn(result).map(({ lane }) => lane))
    expect(await run(link!)).toEqual(shownIn(result).map(({ text }) => text))
  })
})

const shownIn = (result: ExperimentResult): ShownText[] => {
  const found: ShownText[] = []
  JSON.stringify(result.data, (_, value) => {
    if (typeof value === 'object' && value !== null && 'prompt' in value && 'lane' in value) found.push(value)
    return value
  })
  return found
}

async function run(link: URLSearchParams): Promise<string[]> {
  const body = {
    prompt: link.get('prompt'),
    model: link.get('model'),
    lanes: link.getAll('lane'),
    maxTokens: Number(link.get('maxTokens')),
    samples: Number(link.get('samples')),
    seed: Number(link.get('seed')),
  }
  const response = await fetch(`${app.url}/api/runs`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  const { lanes } = (await response.json()) as { lanes: { samples: { text: string }[] }[] }
  return lanes.map(({ samples: [first] }) => first!.text)
}

describe('run it here', () => {
  it('shows Table 1 in four of its rows, from the first to the last', () => {
    const runs = linksTo(/<footer>[\s\S]*<\/footer>/.exec(cardOf(html, 'table-1'))![0])
    expect(runs.map((link) => link.getAll('lane'))).toEqual([
      ['greedy', 'sample', 'top-k:40', 'nucleus:0.95'],
    ])
  })

  it('leads to runs Compare can open: chains it knows, as many as fit, the model and the seed', async () => {
    const links = linksTo(html)
    expect(links.length).toBeGreaterThan(20)
    const pages = [
      'loops',
      'surprisal',
      'feedback-loop',
      'flat-and-peaked',
      'table-1',
      'sweeps',
      'temperature-order',
      'over-truncation',
    ]
    for (const id of pages) expect(linksTo(cardOf(html, id)).length).toBeGreaterThan(0)
    const distinct = new Map(
      pages.flatMap((id) => linksTo(cardOf(html, id)).map((link) => [String(link), link])),
    )
    for (const [query, link] of distinct) {
      expect(link.get('model')).toBe('books-13m')
      expect(link.getAll('lane').length).toBeLessThanOrEqual(4)
      const page = await (await fetch(`${app.url}/?${query}`)).text()
      expect(page).not.toContain('This link cannot be opened')
    }
  })
})

describe('the files', () => {
  it.each(['loops.json', 'loops.csv', 'loops.svg', 'human-text.json'])(
    'gives %s as it is stored',
    async (name) => {
      const response = await fetch(`${app.url}/results/${name}`)
      expect(response.status).toBe(200)
      expect(await response.text()).toBe(readFileSync(join(results.folder, name), 'utf8'))
      const types: Record<string, string> = {
        json: 'application/json',
        csv: 'text/csv',
        svg: 'image/svg+xml',
      }
      expect(response.headers.get('content-type')).toContain(types[name.split('.')[1]!])
      expect(response.headers.get('content-security-policy')).not.toContain("script-src 'unsafe")
    },
  )

  it.each([
    'journal.jsonl',
    'RESULTS.md',
    '',
    'nothing.json',
    '..%2fpackage.json',
    '%2e%2e%2fpackage.json',
    'loops.json%00',
    '..%5cpackage.json',
    '.%2floops.json',
  ])('does not give %j', async (name) => {
    expect((await fetch(`${app.url}/results/${name}`)).status).toBeGreaterThanOrEqual(400)
  })
})

describe('Compare', () => {
  const finished = async ({ url }: RunningApp) => {
    const fields = new URLSearchParams({
      prompt: 'He took off his',
      lane: 'nucleus:0.9',
      maxTokens: '12',
      seed: '7',
    })
    return (await fetch(url, { method: 'POST', body: fields })).text()
  }

  it('marks human text on each scale it was measured on, its middle half behind the sparkline', async () => {
    const page = await finished(app)
    const figures = JSON.parse(readFileSync(join(results.folder, 'human-text.json'), 'utf8'))
    const { measures } = figures.settings.quick
    const scaleOf = (metric: string) => new RegExp(`>${metric}</button></dt>[\\s\\S]*?</div>`).exec(page)![0]
    const share = (100 * Math.log(measures.perplexity.value)) / Math.log(8192)
    const tick = /<line class="scale-human" x1="([\d.]+)%" x2="\1%"/.exec(scaleOf('perplexity'))!
    expect(Number(tick[1])).toBeCloseTo(share, 1)
    expect(scaleOf('perplexity')).toMatch(/<span class="ui-hidden">, human text [\d.]+<\/span>/)
    expect(scaleOf('distinct 2-grams')).not.toContain('human')
    expect(page).toMatch(
      /aria-label="Surprisal per token of lane A[^"]*; middle half of human text [\d.]+ to [\d.]+"><path class="spark-human"/,
    )
    expect(page).toContain('class="reading-bar-human-key"')
  })

  it('has no marks where nothing was measured', async () => {
    const empty = await startApp(openLibrary(), join(results.folder, 'none'))
    const page = await finished(empty)
    await empty.close()
    expect(page).toContain('>perplexity</button></dt>')
    expect(page).not.toMatch(/class="(scale|spark|reading)-human/)
  })
})

describe('a folder', () => {
  let folder: string
  let other: RunningApp
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'nucleus-gallery-'))
    other = await startApp(openLibrary(), folder)
  })
  afterEach(async () => {
    await other.close()
    rmSync(folder, { recursive: true })
  })

  const store = (change: (result: ExperimentResult) => ExperimentResult) => {
    for (const { experiment, result } of readResults(results.folder))
      writeResult(folder, experiment, change(result))
  }

  it('that is empty or absent states what was not run, and the command that runs it', async () => {
    for (const make of [() => rmSync(folder, { recursive: true }), () => mkdirSync(folder)]) {
      make()
      const page = await pageOf(other)
      expect(page.match(/<\/svg>Not run yet</g)?.length).toBe(experiments.length)
      expect(page).toContain('Nothing has been measured on Books-13M')
      expect(page.replaceAll(/<\/?span[^>]*>/g, '')).toContain(
        'then shows it: npm run --silent cli -- reproduce --human FILE --out results',
      )
      for (const { id, needsHuman } of experiments) {
        const human = needsHuman ? ' --human FILE' : ''
        expect(cardOf(page, id)).toContain(`npm run --silent cli -- reproduce ${id}${human} --out results`)
        expect(linksTo(cardOf(page, id))).toEqual([])
      }
    }
  })

  it('of another model file reports it, and keeps what was measured there', async () => {
    const hash = 'f'.repeat(64)
    store((result) => ({ ...result, provenance: { ...result.provenance, hash } }))
    const page = await pageOf(other)
    expect(page).toContain('Measured on another model file')
    expect(page).toContain(hash)
    expect(page).toContain(results.provenance.hash)
    expect(page.match(/<\/svg>Another model file</g)?.length).toBe(experiments.length)
    expect(page).not.toMatch(/<\/svg>(Reproduced|Partly reproduced|Not reproduced)/)
    expect(cardOf(page, 'loops')).toContain('greedy texts that end in a loop, share')
  })

  it('of another processor states it before every run, in cards and texts', async () => {
    const { processor: here } = results.provenance
    const sentences = [
      [here, undefined],
      ['Abacus 1, AVX2', `Made on Abacus 1, AVX2; this server runs on ${here}.`],
      [undefined, 'The processor that these texts were made on was not noted.'],
    ] as const
    for (const [processor, sentence] of sentences) {
      store(({ provenance: { processor: _, ...provenance }, ...result }) => ({
        ...result,
        provenance: { ...provenance, ...(processor && { processor }) },
      }))
      const page = plain(await pageOf(other))
      const parts = page.match(
        /class="ui-popover gallery-dialog"[\s\S]*?Run it here|<footer>[\s\S]*?<\/footer>/g,
      )!
      expect(parts.length).toBeGreaterThan(experiments.length)
      for (const part of parts) expect(part.includes('class="gallery-parting"')).toBe(sentence !== undefined)
      if (sentence) expect(page).toContain(`${sentence} Processors round differently`)
    }
  })

  it('does not claim at its foot that its texts were made here', async () => {
    const claim = 'is computed on this computer'
    expect(html).not.toContain(claim)
    expect(html).toContain('The texts and figures here were made by the run that each card names')
    expect(await (await fetch(`${app.url}/lab`)).text()).toContain(claim)
  })

  it('with hostile words shows them as words', async () => {
    const evil = `</p><script>alert("1")</script><img src=x onerror='alert(2)'>`
    const poison = (value: unknown): unknown => {
      if (typeof value !== 'object' || value === null) return value
      if (Array.isArray(value)) return value.map(poison)
      const entries = Object.entries(value).map(([key, inner]) => [
        key,
        ['text', 'prompt', 'stop'].includes(key) && typeof inner === 'string' ? evil : poison(inner),
      ])
      return Object.fromEntries(entries)
    }
    store((result) => ({
      ...result,
      data: poison(result.data),
      checks: result.checks.map((check) => ({ ...check, statement: evil })),
      provenance: { ...result.provenance, version: evil, setting: evil, model: evil },
    }))
    const page = await pageOf(other)
    expect(page).toContain('&lt;script>alert')
    expect(page).not.toContain('<script>alert')
    expect(page).not.toContain('<img src=x')
  })
})
