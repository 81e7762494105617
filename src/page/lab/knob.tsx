import type { StrategyDescription } from '../../strategies/chain/describe.ts'
import type { WrittenUse } from '../../strategies/chain/written-chain.ts'
import { capital } from '../../words.ts'
import { IconButton } from '../ui/icon-button.tsx'
import { openFacts } from '../ui/popover.tsx'
import { Select } from '../ui/select.tsx'
import { Slider } from '../ui/slider.tsx'
import type { Scaled } from '../ui/slider-scale.ts'
import { StrategyFacts } from '../ui/strategy-facts.tsx'
import { Term } from '../ui/term.tsx'
import { NumberBox } from './number-box.tsx'

type Parameter = StrategyDescription['parameters'][number]

/** More words than this make a logarithm worth while. */
const MANY_WORDS = 60

interface Props {
  readonly strategy: StrategyDescription
  /** Undefined while the step is off. */
  readonly use: WrittenUse | undefined
  /** How many words there are. */
  readonly words: number
  /** Values to set, the rest as they are; undefined takes the step out. */
  readonly onChange: (values: Readonly<Record<string, string>> | undefined) => void
}

/** One step of the registry: its switch, what it is, and a slider a parameter. */
export function Knob({ strategy, use, words, onChange }: Props) {
  const { title, parameters } = strategy
  const [first, ...others] = parameters
  // Below the name of its family a title needs no first part: "Wrong nucleus: ...".
  const [, part] = title.split(': ')
  const name = part === undefined ? title : capital(part)
  return (
    <>
      <div class={`lab-knob${use ? '' : ' is-off'}`}>
        <span class="lab-knob-name">
          <label>
            <input
              type="checkbox"
              checked={use !== undefined}
              onChange={({ currentTarget }) => onChange(currentTarget.checked ? {} : undefined)}
            />
            <span>{name}</span>
          </label>
          <AboutButton strategy={strategy} />
        </span>
        {first ? (
          <Control {...{ strategy, parameter: first, use, words, onChange }} isSwitch />
        ) : (
          <span class="lab-knob-plain ui-quiet">{use ? 'on' : 'off'}, nothing to set</span>
        )}
      </div>
      {use &&
        others.map((parameter) => (
          <div key={parameter.name} class="lab-knob is-extra">
            <span class="lab-knob-name">
              <Term name={parameter.title} meaning={`${capital(parameter.help)}.`} />
            </span>
            <Control {...{ strategy, parameter, use, words, onChange }} isSwitch={false} />
          </div>
        ))}
    </>
  )
}

const AboutButton = ({ strategy }: Pick<Props, 'strategy'>) => (
  <IconButton
    class="is-plain is-small lab-knob-about"
    icon="about"
    label={`What ${strategy.title} does`}
    aria-haspopup="dialog"
    onClick={({ currentTarget }) =>
      openFacts(currentTarget, strategy.title, () => <StrategyFacts strategy={strategy} />)
    }
  />
)

interface ControlProps extends Props {
  readonly parameter: Parameter
  /** Whether "off" of this parameter takes the step out of the chain. */
  readonly isSwitch: boolean
}

function Control({ strategy, parameter, use, words, onChange, isSwitch }: ControlProps) {
  const { name, title, fallback } = parameter
  const text = use?.values[name] ?? String(fallback)
  const label = `${strategy.title} ${title}`
  const set = (value: string | undefined) => {
    if (value !== undefined) onChange({ [name]: value })
    else if (isSwitch) onChange(undefined)
    else onChange({ [name]: String(parameter.off ?? fallback) })
  }
  if (parameter.options) {
    const options = parameter.options.map((id) => ({ id, title: id }))
    return <Select isSmall aria-label={label} value={text} options={options} choose={set} />
  }
  const isText = parameter.type === 'text'
  return (
    <>
      {!isText && (
        <Slider
          parameter={fitted(parameter, words)}
          value={Number(text) || 0}
          isOff={use === undefined}
          label={label}
          onSlide={(value) => set(value === undefined ? undefined : String(value))}
        />
      )}
      <NumberBox
        label={`${label}, ${isText ? parameter.help : 'a number'} or off`}
        text={use ? text : 'off'}
        isText={isText}
        onText={set}
      />
    </>
  )
}

/** A count of words ends at all of them. */
function fitted(parameter: Parameter, words: number): Scaled {
  if (parameter.name !== 'k') return parameter
  return { ...parameter, slider: [1, Math.max(2, words)], scale: words > MANY_WORDS ? 'log' : 'linear' }
}
