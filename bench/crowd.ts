import type { LanguageModel } from '../src/decoding/model.ts'
import { createEngine } from '../src/engine/local-engine.ts'
import { parseRunRequest, type RunRequest } from '../src/runs/request/request.ts'
import { createCollector } from '../src/runs/run/collect.ts'
import { run } from '../src/runs/run/run.ts'
import { randomStreams } from '../src/sampling/random.ts'
import { PROMPTS } from './prompts.ts'

/** Chains of every kind of memory and search. */
const CHAINS = [
  'greedy',
  'top-k:40',
  'nucleus:0.9',
  'temperature:0.7+min-p:0.05',
  'mirostat:5',
  'repetition-penalty:1.2+nucleus:0.95',
  'typical:0.9',
  'xtc',
  'beam:width=3',
]

/** How a crowd's lanes came out, against each run alone. */
export interface Crowd {
  readonly lanes: number
  readonly same: number
  /** Runs that were given up on the way, compared as far as they came. */
  readonly aborted: number
}

/**
 * About so many lanes in runs that arrive at random moments, with prompts and lengths at random, a fifth of
 * them given up on the way, on one engine; then every run alone.
 */
export async function crowdAgainstAlone(models: readonly LanguageModel[], lanes: number): Promise<Crowd> {
  const byId = new Map(models.map((model) => [model.info.id, model]))
  const engine = createEngine({
    defaultId: models[0]!.info.id,
    borrow: async (id = models[0]!.info.id) => ({ id, model: byId.get(id)!, giveBack: () => undefined }),
  })
  const runs = requests(models, lanes)
  const together = await Promise.all(runs.map((request, number) => arrive(engine, request, number)))
  let [same, aborted] = [0, 0]
  for (const [index, request] of runs.entries()) {
    const alone = createCollector()
    await run(byId.get(request.model!)!, request, alone.receive)
    const got = together[index]!
    if (got.isAborted) aborted++
    for (const [lane, { samples }] of alone.result().lanes.entries()) {
      const own = got.tokens[lane] ?? []
      const all = samples[0]!.tokens
      const expected =
        got.isAborted && !request.lanes[lane]!.lane.includes('beam') ? all.slice(0, own.length) : all
      const isUncertain = got.isAborted && request.lanes[lane]!.lane.includes('beam')
      if (isUncertain || own.join() === expected.join()) same++
    }
  }
  return { lanes: runs.reduce((sum, one) => sum + one.lanes.length, 0), same, aborted }
}

function requests(models: readonly LanguageModel[], lanes: number): RunRequest[] {
  const found: RunRequest[] = []
  for (let number = 0, sum = 0; sum < lanes; number++) {
    const uniform = randomStreams(number, 0)('request')
    const pick = (index: number, most: number) => Math.floor(uniform(index) * most)
    const request = parseRunRequest({
      prompt: PROMPTS[pick(0, PROMPTS.length)]!.repeat(1 + pick(1, 4)),
      // The first model is the small one: it has most of the runs.
      model: models[Math.max(0, pick(2, 4) - 4 + models.length)]!.info.id,
      lanes: Array.from({ length: 1 + pick(3, 8) }, (_, lane) => CHAINS[pick(4 + lane, CHAINS.length)]!),
      maxTokens: 4 + pick(20, 60),
      seed: number,
    })
    sum += request.lanes.length
    found.push(request)
  }
  return found
}

async function arrive(engine: ReturnType<typeof createEngine>, request: RunRequest, number: number) {
  const uniform = randomStreams(number, 0)('arrival')
  await new Promise((resolve) => setTimeout(resolve, uniform(0) * 20_000))
  const abort = new AbortController()
  const collector = createCollector()
  let events = uniform(1) < 0.2 ? Math.ceil(uniform(2) * 100) : Number.POSITIVE_INFINITY
  await engine.start(
    request,
    (event) => {
      collector.receive(event)
      if (--events === 0) abort.abort()
    },
    abort.signal,
    `client ${number % 9}`,
  )
  const tokens = collector.hasStarted()
    ? collector.result().lanes.map(({ samples }) => samples[0]!.tokens)
    : []
  return { tokens, isAborted: abort.signal.aborted }
}
