import { type Check, demandOf, whatHeld } from '../../../experiments/claims/checks.ts'
import { commandOf, writtenCommand } from '../../../experiments/harness/command.ts'
import type { Experiment, ShownText } from '../../../experiments/harness/definition.ts'
import type { ExperimentResult, Provenance } from '../../../experiments/harness/result.ts'
import type { Badge, Card, Measured, TextDialog } from '../../../page/gallery/props.ts'
import { significant } from '../../../page/ui/numbers.ts'
import { nextTokens, otherTexts, specimensOf, sweepGrid, tableOne } from './bodies.ts'
import { figureOf } from './figure.ts'
import { type Computing, partingOf } from './parting.ts'
import { runsOf } from './runs.ts'
import { type TextDialogs, textDialogsOf } from './text-dialogs.ts'

/**
 * What measures into the folder the page reads: one claim, or all. Without shipped figures somebody's human
 * text is needed.
 */
export const commandFor = (names: readonly string[], hasHuman: boolean, model?: string): string =>
  writtenCommand({ names, model, hasHuman, out: model === undefined ? 'results' : `results/${model}` })

/** Cards that are shorter than their neighbour, and whose table fits them: it is open. */
const ROOMY = ['surprisal']

const about = ({ id, title, claim, paper }: Experiment) => ({
  id,
  title,
  claim,
  paper,
  isWide: ['table-1', 'sweeps', 'calibration', 'truncators'].includes(id),
})

/**
 * @param hasHuman whether figures of human text are shipped for the model; else somebody's text must be
 * given
 * @param model its id, where it is not the default one
 * @param why nothing of it could be measured, where it was tried
 */
export function emptyCard(experiment: Experiment, hasHuman: boolean, model?: string, why?: string): Card {
  return {
    ...about(experiment),
    badge: why
      ? { kind: 'idle', icon: 'box', word: 'Not measured' }
      : { kind: 'idle', icon: 'clock', word: 'Not run yet' },
    why,
    command: commandFor([experiment.id], experiment.needsHuman && !hasHuman, model),
    measured: undefined,
  }
}

interface Around {
  /** What computes on this server. */
  readonly here: Computing
  /** Texts shown by any result of the same model. */
  readonly shown: readonly ShownText[]
  /** The stored figure. */
  readonly svg: string | undefined
  /** Address of its files. */
  readonly place: string
}

/** @returns the card, and the texts that open from it */
export function measuredCard(
  experiment: Experiment,
  result: ExperimentResult,
  around: Around,
): { readonly card: Card; readonly dialogs: readonly TextDialog[] } {
  const { id, provenance } = result
  const isOwn = provenance.hash === around.here.hash
  const parting = partingOf(provenance, around.here)
  const dialogs = textDialogsOf(result, parting)
  const card = {
    ...about(experiment),
    badge: isOwn ? badgeOf(result) : ({ kind: 'idle', icon: 'box', word: 'Another model file' } as const),
    command: commandOf(id, provenance),
    measured: {
      isOwn,
      verdict: badgeOf(result).word,
      held: `${whatHeld(result.checks, result.comparisons)}.`,
      ...shownOf(experiment, result, around, dialogs),
      checks: result.checks.map(checkView),
      carried: result.comparisons.filter((one) => one.carriedOver).map(({ statement }) => statement),
      lost: result.comparisons.filter((one) => !one.carriedOver),
      table: { ...tableView(experiment, result), isOpen: ROOMY.includes(id) },
      source: sourceOf(provenance),
      parting,
      files: ['json', 'csv', ...(around.svg === undefined ? [] : ['svg'])].map((kind) => ({
        href: `${around.place}/${id}.${kind}`,
        name: kind.toUpperCase(),
      })),
    },
  }
  return { card, dialogs: dialogs.shown }
}

type Shown = Pick<Measured, 'figure' | 'specimens' | 'tableOne' | 'grid' | 'contexts' | 'texts' | 'runs'>

/** What there is to look at, and to run; texts that have no place of their own are a list. */
function shownOf(
  experiment: Experiment,
  result: ExperimentResult,
  { shown, svg }: Around,
  dialogs: TextDialogs,
): Shown {
  const { id } = result
  const specimens = id === 'loops' ? specimensOf(result, dialogs) : []
  const table = id === 'table-1' ? tableOne(result, shown, dialogs) : undefined
  const grid = id === 'sweeps' ? sweepGrid(result, dialogs) : undefined
  const runs = runsOf(experiment, result, shown)
  const contexts = id === 'flat-and-peaked' ? nextTokens(result, runs) : []
  return {
    figure: svg === undefined ? undefined : figureOf(svg),
    specimens,
    tableOne: table,
    grid,
    contexts,
    texts: specimens.length > 0 || table || grid ? [] : otherTexts(result, dialogs),
    runs: contexts.length > 0 ? [] : runs,
  }
}

function badgeOf({ verdict }: ExperimentResult): Badge {
  if (verdict === 'reproduced') return { kind: 'pass', icon: 'check', word: 'Reproduced' }
  if (verdict === 'not reproduced') return { kind: 'fail', icon: 'fail', word: 'Not reproduced' }
  return { kind: 'part', icon: 'tilde', word: 'Partly reproduced' }
}

const checkView = (check: Check) => ({
  statement: demandOf(check),
  measured: check.measured === null ? 'not measured' : significant(check.measured, 4),
  passed: check.passed,
})

function tableView(experiment: Experiment, { data }: ExperimentResult) {
  const { columns, rows } = experiment.table(data)
  const cell = (value: string | number | null) => ({
    isNumber: typeof value === 'number',
    text: typeof value === 'string' ? value : significant(value, 4),
  })
  return {
    columns: columns.map((name, index) => ({
      name,
      isNumber: rows.some((row) => typeof row[index] === 'number'),
    })),
    rows: rows.map((row) => row.map(cell)),
  }
}

const dayFormat = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  timeZone: 'UTC',
})

/** Where it comes from: in a line, and in full. */
function sourceOf({
  model,
  hash,
  prompts,
  seeds,
  setting,
  version,
  processor,
  date,
}: Provenance): Measured['source'] {
  const { openings, tokens, newTokens } = prompts
  const day = new Date(date)
  const when = Number.isNaN(day.valueOf()) ? date : dayFormat.format(day)
  return {
    line: `${model}, ${setting} setting, ${when}`,
    facts: [
      ['Model', `${model}, SHA-256 of its ONNX file ${hash}`],
      ['Prompts', `${openings} openings of ${tokens} tokens, up to ${newTokens} new tokens each`],
      ['Seeds', seeds.join(', ')],
      ['Code', version],
      ...(processor ? [['Processor', processor] as const] : []),
      ['Started', date],
    ],
  }
}
