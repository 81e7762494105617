import type { Inspection } from '../../../runs/inspect/inspect.ts'
import { count } from '../../ui/numbers.ts'
import { Term } from '../../ui/term.tsx'
import { Visible } from '../lane/blanks.tsx'

/**
 * What a search looked at for one token, beyond its chain: a beam's continuations and their fate, contrastive
 * search's choices and their scores.
 */

type Search = NonNullable<Inspection['search']>
type Beam = Extract<Search, { kind: 'beam' }>

interface Props<Kind extends Search> {
  readonly search: Kind
  readonly notation: string
  /** Whether it draws its texts. */
  readonly isDrawing: boolean
}

export const SearchStep = ({ search, ...rest }: Props<Search>) =>
  'continuations' in search ? (
    <BeamStep search={search} {...rest} />
  ) : (
    <ContrastiveStep search={search} {...rest} />
  )

const FATES: Readonly<Record<Beam['continuations'][number]['fate'], string>> = {
  kept: 'kept',
  finished: 'ended here',
  pruned: 'dropped',
}

function BeamStep({ search: { continuations }, notation, isDrawing }: Props<Beam>) {
  const kept = continuations.filter(({ fate }) => fate === 'kept').length
  return (
    <section class="inspector-section">
      <h3>
        What the search went on with{' '}
        <small>
          {notation}: best first, {count(kept)} kept
        </small>
      </h3>
      <table class="inspector-table search-step-table">
        <thead>
          <tr>
            <th class="inspector-word search-step-after">after</th>
            <th class="inspector-word">token</th>
            <th class="ui-number">
              <Term
                name="score"
                meaning={
                  'What the search ranks by: the sum of ln P over the text' +
                  (isDrawing ? ', with noise added.' : '.')
                }
              />
            </th>
            <th class="ui-number search-step-fate">fate</th>
          </tr>
        </thead>
        <tbody>
          {continuations.map(({ text, after, score, fate, isOwn }, index) => (
            <tr
              key={index}
              class={[fate === 'pruned' && 'is-cut', isOwn && 'is-chosen'].filter(Boolean).join(' ')}
            >
              <td class="inspector-word search-step-after">
                {after === undefined ? (
                  <span class="ui-quiet">this text</span>
                ) : (
                  <>
                    … <Visible text={after} />
                  </>
                )}
              </td>
              <td class="inspector-word">
                <Visible text={text} />
                {isOwn && <span class="ui-hidden"> (this text)</span>}
              </td>
              <td class="ui-number">{score.toFixed(2)}</td>
              <td class="ui-number">{FATES[fate]}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p>
        The distribution above is that of the text that won in the end.{' '}
        {isDrawing
          ? 'The noise in their scores draws the texts, no two the same: the search keeps the highest and ' +
            'goes on with all of them.'
          : 'This search draws nothing: it keeps the texts of the highest score and goes on with all of ' +
            'them.'}
      </p>
    </section>
  )
}

const ContrastiveStep = ({ search: { choices }, notation }: Props<Exclude<Search, Beam>>) => (
  <section class="inspector-section">
    <h3>
      What the search weighed <small>{notation}</small>
    </h3>
    <table class="inspector-table search-step-table">
      <thead>
        <tr>
          <th class="inspector-word">token</th>
          <th class="ui-number">final</th>
          <th class="ui-number">likeness</th>
          <th class="ui-number">score</th>
        </tr>
      </thead>
      <tbody>
        {choices.map(({ text, probability, similarity, score, isOwn }, index) => (
          <tr key={index} class={isOwn ? 'is-chosen' : ''}>
            <td class="inspector-word">
              <Visible text={text} />
            </td>
            <td class="ui-number">{probability.toFixed(3)}</td>
            <td class="ui-number">{similarity.toFixed(3)}</td>
            <td class="ui-number">{score.toFixed(3)}</td>
          </tr>
        ))}
      </tbody>
    </table>
    <p>
      Likeness is the largest cosine of its hidden state with those before it; the highest score wins, and
      nothing is drawn.
    </p>
  </section>
)
