import { capital } from '../../words.ts'
import { type Check, type Comparison, demandOf, whatHeld } from '../claims/checks.ts'
import { marginsNote } from '../claims/margins.ts'
import { commandOf } from '../harness/command.ts'
import type { Experiment, ShownText } from '../harness/definition.ts'
import type { ExperimentResult, Provenance } from '../harness/result.ts'
import type { HumanFigures } from '../measure/human-figures.ts'
import { measureWords } from '../measure/measure-words.ts'
import { carriedOver, otherModels, type Results, settingOf } from './findings.ts'
import { tableOf } from './table.ts'

/** Characters of an example. */
const EXAMPLE_LENGTH = 480

interface Report {
  readonly results: Results
  readonly human: HumanFigures | undefined
  /** What to put before a figure's file name. */
  readonly figures: string
  /** Results of other models, to show beside these. */
  readonly others: readonly Results[]
}

/** The whole report; it follows from the results alone. */
export function renderReport({ results, human, figures, others }: Report): string {
  const [first] = results
  if (!first) return '# Results\n\nNothing has been reproduced yet.\n'
  const parts = [
    introduction(first.result, human),
    overview(results.map(({ result }) => result)),
    measureWords(),
    ...results.map(({ experiment, result }) => section(experiment, result, figures, first.result.provenance)),
    carriedOver(results.flatMap(({ result }) => result.comparisons)),
    otherModels(results, others),
  ]
  return `${parts.join('\n\n')}\n`
}

function introduction({ provenance }: ExperimentResult, human: HumanFigures | undefined): string {
  const { model, hash, seeds, version, processor, date, command } = provenance
  const lines = [
    '# Results',
    '',
    'Claims of Holtzman et al. 2020, *The Curious Case of Neural Text Degeneration* ([arXiv ' +
      `1904.09751](https://arxiv.org/abs/1904.09751)), on a small model: the paper's orderings, never ` +
      `the paper's numbers. This file is generated; it and every figure in it come from`,
    '',
    '```sh',
    command,
    '```',
    '',
    '(`--out DIR` sets where it all goes; without `--human FILE` the shipped figures of human text ' +
      'are used.)',
    '',
    marginsNote,
    '',
    `| | |`,
    `| --- | --- |`,
    `| Model | ${model}, SHA-256 \`${hash}\` |`,
    `| Setting | ${settingOf(provenance)} |`,
    `| Seeds | text i of seed s is \`run --seed\` s x 1000 + i, so the first one is ${seeds[0]! * 1000} |`,
    `| Code | ${version} |`,
    ...(processor ? [`| Processor | ${processor} |`] : []),
    `| Started | ${date} |`,
  ]
  if (human) {
    const { works, documents, command: measured } = human.provenance
    lines.push(
      `| Human text | ${documents} documents of ${works}; only figures are kept, measured by ` +
        `\`${measured}\` |`,
    )
  }
  lines.push(
    '',
    'Intervals are 95% bootstrap intervals over prompts (1,000 resamples). Self-BLEU and Zipf depend ' +
      'on how many texts there are, so every row is measured on equally many prompts (the mean over ' +
      'seeds); compare rows with one another, not with the paper.',
  )
  return lines.join('\n')
}

function overview(results: readonly ExperimentResult[]): string {
  const rows = results.map(({ id, title, verdict, checks, comparisons, isShipped, unmeasured }) => [
    `[${title}](#${anchorOf(title)})`,
    `${verdict}${isShipped ? ' (shipped figures)' : ''}`,
    unmeasured ? '-' : whatHeld(checks, comparisons),
    `\`reproduce ${id}\``,
  ])
  return `## Overview\n\n${tableOf({ columns: ['claim', 'verdict', 'what held', 'command'], rows })}`
}

function section(
  experiment: Experiment,
  result: ExperimentResult,
  figures: string,
  { setting: usual }: Provenance,
): string {
  const { id, title, claim, paper, verdict, checks, comparisons, figure, data, isShipped, unmeasured } =
    result
  const held = unmeasured ?? `${whatHeld(checks, comparisons)}.`
  const head = [
    `## ${title}`,
    '',
    `${claim} (${paper}.) **${capital(verdict)}:** ${held} \`${commandOf(id, result.provenance)}\``,
  ]
  if (unmeasured) return head.join('\n')
  const { provenance } = result
  const { command, version } = provenance
  const apart = `Of a run of its own: ${settingOf(provenance)}; \`${command}\`, ${version}.`
  return [
    ...head,
    ...(provenance.setting === usual ? [] : ['', apart]),
    ...(isShipped ? ['', 'These figures are the shipped ones; this run computed nothing for them.'] : []),
    '',
    `![${title}](${figures}${figure})`,
    '',
    tableOf(experiment.table(data)),
    '',
    tableOf({ columns: ['check', 'measured', ''], rows: checks.map(checkRow) }),
    ...lostLines(comparisons),
    ...(experiment.examples?.(data) ?? []).flatMap(exampleLines),
  ].join('\n')
}

const exampleLines = ({ prompt, lane, seed, text, stop }: ShownText): string[] => [
  '',
  `\`${lane}\`, seed ${seed}${stop === 'end-of-text' ? ', ended by itself' : ''}:`,
  '',
  `> *${escapeText(prompt)}*${escapeText(beginningOf(text))}`,
]

/** Enough of a text to see what becomes of it. */
const beginningOf = (text: string): string =>
  text.length <= EXAMPLE_LENGTH ? text : `${text.slice(0, text.lastIndexOf(' ', EXAMPLE_LENGTH))} ...`

/** Text as Markdown shows it: nothing in it is markup, and a line break is a line break. */
const escapeText = (text: string): string =>
  text
    .replace(/[\\`*_[\]<>#|~]/g, '\\$&')
    .split(/\n\s*/)
    .map((line, index, { length }) => (index < length - 1 ? line.trimEnd() : line))
    .join('<br>')

/** The paper's statements that did not carry over, beside the verdict that they lower. */
const lostLines = (comparisons: readonly Comparison[]): string[] =>
  comparisons
    .filter(({ carriedOver }) => !carriedOver)
    .flatMap(({ statement, why }) => ['', `Did not carry over: ${statement}. A likely reason: ${why}`])

const checkRow = (check: Check) => [demandOf(check), check.measured, check.passed ? 'passed' : '**failed**']

/** As GitHub makes anchors of headings. */
const anchorOf = (title: string): string =>
  title
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s-]/gu, '')
    .replaceAll(' ', '-')
