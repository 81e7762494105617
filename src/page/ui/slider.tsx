import { useLayoutEffect, useRef } from 'preact/hooks'
import { percent } from './numbers.ts'
import { detentOf, isOffAt, positionOf, type Scaled, strideOf, TRAVEL, valueAt } from './slider-scale.ts'

interface Props {
  readonly id?: string
  readonly parameter: Scaled
  /** What the slider shows; a value beyond its range is at its end. */
  readonly value: number
  readonly isOff: boolean
  readonly label: string
  /** Whether what it is in opens with the focus on it. */
  readonly isFirst?: boolean | undefined
  /** Has a value, or undefined where the slider was moved to "off". */
  readonly onSlide: (value: number | undefined) => void
}

/** A parameter's slider, with a tick where "off" lies. */
export function Slider({ id, parameter, value, isOff, label, isFirst, onSlide }: Props) {
  const input = useRef<HTMLInputElement>(null)
  const detent = detentOf(parameter)
  const position = isOff && detent !== undefined ? detent : positionOf(parameter, value)
  // The filled part of the track. A style attribute from the server would break the page's own policy.
  useLayoutEffect(() => input.current?.style.setProperty('--v', percent(position / TRAVEL)), [position])
  return (
    <div class={`ui-slider${isOff ? ' is-off' : ''}`}>
      <input
        {...(id && { id })}
        ref={input}
        type="range"
        min="0"
        max={TRAVEL}
        step={strideOf(parameter)}
        value={position}
        autofocus={isFirst}
        aria-label={label}
        aria-valuetext={isOff ? 'off' : String(value)}
        onInput={({ currentTarget }) => {
          const at = Number(currentTarget.value)
          onSlide(isOffAt(parameter, at) ? undefined : valueAt(parameter, at))
        }}
      />
      {detent !== undefined && (
        <svg class="ui-slider-off" aria-hidden="true">
          <line x1={percent(detent / TRAVEL)} x2={percent(detent / TRAVEL)} y1="0" y2="5" />
        </svg>
      )}
    </div>
  )
}
