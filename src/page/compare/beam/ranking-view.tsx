import { FigureHead } from '../../ui/data-table.tsx'
import { decimal, percent, plural } from '../../ui/numbers.ts'
import { onOneLine, startOf } from '../pieces.ts'
import { type Ended, type Ranked, rankEnded, topOfEither } from './ranking.ts'
import { sharedStart } from './tree.ts'

const MOST = 8
const MOST_CHARACTERS = 60

interface Props {
  readonly finished: readonly Ended[]
  readonly penalty: number | undefined
  /** What the plain sum is called. */
  readonly plain: string
}

interface Shown {
  readonly plain: string
  /** What the rating is called. */
  readonly score: string
  readonly penalty: number | undefined
  readonly words: (row: Ranked) => string
}

/** Finished texts by their plain sum on the left, by their score on the right. */
export function Ranking({ finished, penalty, plain }: Props) {
  const ranked = rankEnded(finished, penalty)
  const rows = topOfEither(ranked, MOST)
  const start = sharedStart(rows.map(({ ended }) => ended.text).filter((text) => text !== ''))
  const shown = {
    plain,
    penalty,
    score: penalty === undefined ? 'perturbed sum' : 'score',
    words: ({ ended: { text } }: Ranked) => wordsOf(text, start),
  }
  return (
    <>
      <p class="beam-verdict">
        <Verdict ranked={ranked} {...shown} />
      </p>
      {canMove(rows, penalty) && <Slope rows={rows} {...shown} />}
      <RankTable rows={rows} {...shown} />
      {rows.length < ranked.length && (
        <p class="ui-small ui-quiet">The best of {plural(ranked.length, 'finished text')}.</p>
      )}
    </>
  )
}

/** A text after what all share. */
function wordsOf(text: string, start: number): string {
  if (text === '') return '(ends at once)'
  const rest = onOneLine(text.slice(start))
  return `${start > 0 ? '… ' : ''}${rest === '' ? '(ends there)' : startOf(rest, MOST_CHARACTERS)}`
}

function Verdict({ ranked, penalty, plain, score, words }: Shown & { readonly ranked: readonly Ranked[] }) {
  const [winner] = ranked
  const first = ranked.find(({ before }) => before === 1)
  if (!winner || !first) return <>No text ended.</>
  if (ranked.length === 1) return <>Only one text ended, so there is nothing to rank.</>
  const length = ({ ended }: Ranked) => plural(ended.length, 'token')
  if (!canMove(ranked, penalty)) {
    return (
      <>
        All finished texts are {length(winner)} long, so no length penalty can change their order: it matters
        where some texts end before others.
      </>
    )
  }
  if (winner === first) {
    return (
      <>
        The same text wins by {plain} and by {score}: <em>{words(winner)}</em>, {length(winner)}.
      </>
    )
  }
  return (
    <>
      By {plain} <em>{words(first)}</em> ({length(first)}) wins; by {score} <em>{words(winner)}</em> (
      {length(winner)}).
    </>
  )
}

/** Whether the two rankings can differ. */
const canMove = (ranked: readonly Ranked[], penalty: number | undefined): boolean =>
  ranked.length > 1 && (penalty === undefined || new Set(ranked.map(({ ended }) => ended.length)).size > 1)

function Slope({ rows, plain, score, words }: Shown & { readonly rows: readonly Ranked[] }) {
  const left = [...rows].sort((a, b) => a.before - b.before)
  const moved = rows.filter(({ before, after }) => before !== after).length
  const height = (at: number) => percent((at + 0.5) / rows.length)
  const label =
    `Ranking by ${plain} against ranking by ${score}: ${moved} of ${rows.length} change places. The ` +
    'table below has the numbers.'
  return (
    <>
      <div class="beam-slope-heads" aria-hidden="true">
        <span>by {plain}</span>
        <span>by {score}, tokens at the right</span>
      </div>
      <div class="beam-slope" role="img" aria-label={label}>
        <Side rows={left} side="before" words={words} />
        <svg aria-hidden="true">
          {rows.map((row, at) => (
            <line
              key={at}
              class={row.before === row.after ? undefined : row.after < row.before ? 'is-up' : 'is-down'}
              x1="0"
              x2="100%"
              y1={height(left.indexOf(row))}
              y2={height(at)}
            />
          ))}
        </svg>
        <Side rows={rows} side="after" words={words} />
      </div>
    </>
  )
}

interface SideProps {
  readonly rows: readonly Ranked[]
  readonly side: 'before' | 'after'
  readonly words: Shown['words']
}

const Side = ({ rows, side, words }: SideProps) => (
  <ol>
    {rows.map((row) => (
      <li key={row.after} class={row[side] === 1 ? 'is-first' : ''}>
        <b>{row[side] === 1 ? '★' : row[side]}</b>
        <span class="beam-slope-words">{words(row)}</span>
        <small>{row.ended.length}</small>
      </li>
    ))}
  </ol>
)

const starred = (place: number): string => `${place}${place === 1 ? ' ★' : ''}`

const RankTable = ({ rows, plain, score, penalty, words }: Shown & { readonly rows: readonly Ranked[] }) => (
  <table class="beam-table">
    <caption class="ui-hidden">Finished texts, ranked</caption>
    <thead>
      <tr>
        <FigureHead>by {score}</FigureHead>
        <FigureHead>by {plain}</FigureHead>
        <th scope="col">text</th>
        <FigureHead>tokens</FigureHead>
        <FigureHead>Σ ln P</FigureHead>
        <FigureHead>
          {score}
          {penalty !== undefined && (
            <>
              , ÷ length<sup>{penalty}</sup>
            </>
          )}
        </FigureHead>
      </tr>
    </thead>
    <tbody>
      {rows.map((row) => (
        <tr key={row.after} class={row.after === 1 ? 'is-picked' : undefined}>
          <td class="ui-number">{starred(row.after)}</td>
          <td class="ui-number">{starred(row.before)}</td>
          <td class="beam-words">{words(row)}</td>
          <td class="ui-number">{row.ended.length}</td>
          <td class="ui-number">{decimal(row.ended.logProbability)}</td>
          <td class="ui-number">{decimal(row.rating, 3)}</td>
        </tr>
      ))}
    </tbody>
  </table>
)
