import { Visible } from '../lane/blanks.tsx'
import type { LaneMark } from './plan.ts'

interface Props {
  readonly lane: LaneMark
  readonly words: string
  /** Of the token it drew; absent where it drew none here. */
  readonly text: string | undefined
}

/** What a lane drew at the token that is inspected, and how that came. */
export const LaneDraw = ({ lane: { letter, className }, words, text }: Props) => (
  <li class={className}>
    <span class="ui-mark is-small">{letter}</span>
    <span>{words}</span>
    {text !== undefined && (
      <em>
        <Visible text={text} />
      </em>
    )}
  </li>
)
