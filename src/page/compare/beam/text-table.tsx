import { rate } from '../../../strategies/searches/beam/length-penalty.ts'
import { FigureHead } from '../../ui/data-table.tsx'
import { decimal } from '../../ui/numbers.ts'
import { flat, onOneLine } from '../pieces.ts'
import type { Scoring } from './record.ts'
import { type Child, type Levels, pathTo, sharedStart, textOf } from './tree.ts'

interface Props {
  readonly levels: Levels
  readonly step: number
  readonly picked: number
  readonly scoring: Scoring
  readonly pick: (index: number) => void
}

/** One token of a beam search: the texts that were looked at, what they add up to, what became of them. */
export function TextTable({ levels, step, picked, scoring, pick }: Props) {
  const level = levels[step] ?? []
  const paths = level.map((_, index) => textOf(pathTo(levels, step, index)))
  const start = sharedStart(paths)
  const shared = onOneLine(paths[0]?.slice(0, start) ?? '')
  return (
    <>
      {shared && (
        <p class="beam-shared">
          <span class="beam-shared-key">all begin</span> {shared}
        </p>
      )}
      <table class="beam-table">
        <caption class="ui-hidden">Texts looked at for token {step + 1}</caption>
        <thead>
          <tr>
            <th scope="col">
              <span class="ui-hidden">Rank</span>
            </th>
            <th scope="col">text</th>
            {scoring.isDiverse && <FigureHead>group</FigureHead>}
            <FigureHead>Σ ln P</FigureHead>
            <FigureHead>
              <ScoreName {...scoring} />
            </FigureHead>
            <th scope="col">fate</th>
          </tr>
        </thead>
        <tbody>
          {level.map((child, index) => (
            <tr key={index} class={rowClass(child, index === picked)}>
              <td>
                <button
                  type="button"
                  class="beam-pick"
                  data-pick={index}
                  data-focus={`pick-${index}`}
                  aria-pressed={index === picked}
                  aria-label={`Trace text ${index + 1}`}
                  onClick={() => pick(index)}
                >
                  {index + 1}
                </button>
              </td>
              <td class="beam-words">
                <span class="ui-quiet">{shared ? '… ' : ''}</span>
                {beforeOf(paths[index] ?? '', start, child)}
                <b class="beam-latest">{onOneLine(child.text) === '' ? '·' : flat(child.text)}</b>
              </td>
              {scoring.isDiverse && <td class="ui-number">{child.group + 1}</td>}
              <td class="ui-number">{decimal(child.logProbability)}</td>
              <td class="ui-number">{decimal(scoreOf(child.score, step + 1, scoring))}</td>
              <td class="beam-fate">{child.finished ? '■ ended' : child.kept ? 'stays' : 'pruned'}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  )
}

function rowClass({ kept, finished }: Child, isPicked: boolean): string {
  const fate = kept ? '' : finished ? 'is-ended' : 'is-pruned'
  return `${fate}${isPicked ? ' is-picked' : ''}`
}

/** A text between what all share and its latest token. */
const beforeOf = (text: string, start: number, child: Child): string =>
  flat(text.slice(start, Math.max(start, text.length - child.text.length)))

const scoreOf = (sum: number, length: number, { penalty }: Scoring): number =>
  penalty === undefined ? sum : rate(sum, length, penalty)

const ScoreName = ({ penalty, isDiverse }: Scoring) =>
  penalty === undefined ? (
    <>perturbed</>
  ) : (
    <>
      {isDiverse && 'less penalties '}÷ length<sup>{penalty}</sup>
    </>
  )
