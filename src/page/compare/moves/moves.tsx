import type { MovesRecord } from '../../../runs/run/events.ts'
import { hasMoves, movesSentence } from '../../../runs/run/moves-sentence.ts'
import { rewoundSentence } from '../../../runs/run/rewound-sentence.ts'
import { count } from '../../ui/numbers.ts'
import { Marked } from '../lane/blanks.tsx'
import type { LaneView } from '../lane/view.ts'

/** What was taken back of a text, in one sentence. */
export function TakenBack({ view: { sample } }: { readonly view: LaneView }) {
  const sentence = sample && rewoundSentence(sample.steps)
  return sentence ? <p class="loop-note">{sentence}</p> : null
}

/** The ends of a text that power sampling tried, accepted and rejected. */
export function Moves({ view: { key, letter, sample, isLive } }: { readonly view: LaneView }) {
  const search = sample?.search
  if (isLive || !hasMoves(search)) return null
  return (
    <details class="moves-panel" data-moves={key}>
      <summary data-focus={`moves-${key}`}>{movesSentence(search) ?? 'No new end was tried.'}</summary>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so that the keyboard must reach it */}
      <ol tabIndex={0} aria-label={`Ends tried in lane ${letter}`}>
        {search.moves.map((move, index) => (
          <Move key={index} move={move} />
        ))}
      </ol>
    </details>
  )
}

/** The one of the two ends that went is grey and struck. */
function Move({ move }: { readonly move: MovesRecord['moves'][number] }) {
  const { at, isAccepted, beforeText, afterText, logRatio } = move
  const chance = Math.min(1, Math.exp(logRatio))
  return (
    <li class={isAccepted ? 'is-accepted' : ''}>
      <span class="moves-facts">
        from token {count(at + 1)}: {isAccepted ? 'accepted' : 'rejected'}, chance {chance.toPrecision(2)}
      </span>
      <End name="before" text={beforeText} isGone={isAccepted} />
      <End name="new" text={afterText} isGone={!isAccepted} />
    </li>
  )
}

const End = ({ name, text, isGone }: { name: string; text: string; isGone: boolean }) => (
  <span class="moves-end">
    <span class="moves-name">{name}</span>
    {isGone ? (
      <del>
        <Marked text={text} />
      </del>
    ) : (
      <span>
        <Marked text={text} />
      </span>
    )}
  </span>
)
