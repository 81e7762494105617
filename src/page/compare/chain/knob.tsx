import type { ParameterDescription } from '../../../strategies/chain/describe.ts'
import { Fault } from '../../ui/notice.tsx'
import { Select } from '../../ui/select.tsx'
import { Slider } from '../../ui/slider.tsx'

interface Props {
  readonly parameter: ParameterDescription
  readonly value: string
  /** Whether the whole step is off. */
  readonly isOff: boolean
  /** Those an amateur may be. */
  readonly models: readonly { readonly id: string; readonly title: string }[]
  readonly set: (value: string) => void
  /** What is wrong with the value; empty where nothing is. */
  readonly fault: string
  /** Whether the editor opens with the focus on it. */
  readonly isFirst?: boolean | undefined
}

/** One parameter: a list of a few words, a text, or a slider with its number. */
export function Knob(props: Props) {
  const { parameter, value, set, isFirst } = props
  const { name, title, help } = parameter
  const options = choicesOf(props)
  const label = (
    <>
      <label for={`knob-${name}`}>{title}</label>
      <p class="ui-quiet" id={`help-${name}`}>
        {help}
      </p>
    </>
  )
  if (!options) return <NumberKnob {...props} label={label} />
  return (
    <div class="knob-row">
      {label}
      <Select
        isSmall
        id={`knob-${name}`}
        data-name={name}
        autofocus={isFirst}
        value={value}
        options={options}
        choose={set}
      />
    </div>
  )
}

/** What one of a few may be; a model is chosen by its title. */
function choicesOf({ parameter: { type, options, fallback }, value, models }: Props) {
  if (type !== 'model') return options?.map((id) => ({ id, title: id }))
  const known = [{ id: String(fallback), title: 'the lane’s own' }, ...models]
  return known.some(({ id }) => id === value) ? known : [...known, { id: value, title: value }]
}

function NumberKnob({
  parameter,
  value,
  isOff,
  set,
  label,
  isFirst,
  fault,
}: Props & { readonly label: preact.JSX.Element }) {
  const { name, title } = parameter
  return (
    <div class={`knob-row${isOff ? ' is-off' : ''}`} data-knob={name}>
      {label}
      {parameter.type !== 'text' && (
        <Slider
          id={`knob-${name}`}
          parameter={parameter}
          value={Number(value)}
          isOff={isOff}
          label={title}
          isFirst={isFirst}
          onSlide={(slid) => set(String(slid ?? parameter.off))}
        />
      )}
      <input
        type="text"
        class={parameter.type === 'text' ? 'knob-value is-text' : 'knob-value'}
        id={parameter.type === 'text' ? `knob-${name}` : undefined}
        inputmode={parameter.type === 'text' ? 'text' : 'decimal'}
        value={value}
        autofocus={isFirst && parameter.type === 'text'}
        data-name={name}
        aria-label={title}
        aria-describedby={`help-${name} fault-${name}`}
        aria-invalid={fault ? 'true' : undefined}
        onInput={({ currentTarget }) =>
          set(parameter.type === 'text' ? currentTarget.value : currentTarget.value.trim())
        }
      />
      <Fault id={`fault-${name}`} text={fault} />
    </div>
  )
}
