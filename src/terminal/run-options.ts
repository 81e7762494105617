import { UserError } from '../errors.ts'
import { engineLane } from '../runs/request/engines.ts'
import { DEFAULT_LANES, parseRunRequest, type RunRequest } from '../runs/request/request.ts'
import { readStopText } from '../runs/request/stop-text.ts'
import { type CommandInput, numberOf } from './command.ts'
import { given, readFlags } from './flags.ts'

type Options = CommandInput['options']

/**
 * The request that the flags of `run` describe.
 * @throws UserError naming the flag that is wrong
 */
export const requestFrom = (options: Options, prompt: string): RunRequest =>
  readFlags(options, () => parseRunRequest({ ...fieldsFrom(options), prompt }))

/** The fields of a run's request that flags give, unchecked. */
export function fieldsFrom(options: Options): Record<string, unknown> {
  return given({
    lanes: lanesOf(options),
    model: options.model,
    maxTokens: numberOf(options['max-tokens']),
    seed: numberOf(options.seed),
    coupling: options.coupling,
    samples: numberOf(options.samples),
    stop: (options.stop as readonly string[] | undefined)?.map(readStopText),
    trace: options.trace,
    heal: options.heal,
    literal: options.literal,
    chat: options.chat,
  })
}

/** The lanes as given, or each of them in the order of every engine named. */
function lanesOf({ lane, engine }: Options): readonly string[] {
  const lanes = (lane as readonly string[] | undefined) ?? DEFAULT_LANES
  const engines = engine as readonly string[] | undefined
  return engines ? lanes.flatMap((one) => engines.map((id) => engineLane(id, one))) : lanes
}

/** @throws UserError `bad-arguments` where flags do not go together */
export function checkForms(options: Options): void {
  const forms = (['json', 'record', 'events'] as const).filter((form) => options[form])
  if (forms.length > 1) {
    const got = forms.length === 2 ? 'both' : 'all three'
    throw bad(`Expected ${forms.map((form) => `--${form}`).join(' or ')}, got ${got}; choose one.`)
  }
  if (options.table && (options.events || options.record)) {
    throw bad('--table prints a table and nothing else; leave --events and --record out.')
  }
  if (options.events && options.branch) {
    throw bad('Events are of one run: give --branch with --json or --record.')
  }
  if (options.prompts !== undefined) {
    const one = (['prompt', 'record', 'events', 'branch'] as const).find(
      (flag) => options[flag] !== undefined,
    )
    if (one) throw bad(`--${one} is about one run and --prompts about many; leave one of them out.`)
    if (options.seed !== undefined && options.seeds !== undefined)
      throw bad('--seed gives every prompt the same seed and --seeds one of its own; choose one.')
    if (options.distributions && options.out === undefined)
      throw bad('--distributions writes whole distributions into a folder; name it with --out DIR.')
  } else if (options.prompt === undefined) {
    throw bad('Expected --prompt TEXT, got none; for example --prompt "Once upon a time".')
  } else {
    const one = (['seeds', 'out', 'distributions'] as const).find((flag) => options[flag] !== undefined)
    if (one) throw bad(`--${one} is about many prompts; give a file of them with --prompts FILE.`)
  }
}

const bad = (message: string) => new UserError('bad-arguments', message)
