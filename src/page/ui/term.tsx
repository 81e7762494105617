import { EXACTLY } from '../../words.ts'
import { openFacts } from './popover.tsx'

interface Props {
  readonly name: string
  readonly meaning: string
}

/** A name with its meaning, shown on hover, on focus and on touch. */
export const Term = ({ name, meaning }: Props) => (
  <button
    type="button"
    class="ui-term"
    title={meaning}
    aria-haspopup="dialog"
    onClick={({ currentTarget }) =>
      openFacts(currentTarget, name, () => <Meaning name={name} meaning={meaning} />)
    }
  >
    {name}
  </button>
)

/** In plain words; the rule is behind a press. */
function Meaning({ name, meaning }: Props) {
  const [plain, rule] = meaning.split(EXACTLY)
  return (
    <>
      <h2>{name}</h2>
      <p class="ui-quiet">{plain}</p>
      {rule && (
        <details>
          <summary>Exactly</summary>
          <p class="ui-quiet">{rule}</p>
        </details>
      )}
    </>
  )
}
