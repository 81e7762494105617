import { useEffect, useRef, useState } from 'preact/hooks'
import type { BeamRecord } from '../../../runs/run/events.ts'
import { Button } from '../../ui/button.tsx'
import { Icon } from '../../ui/icon.tsx'
import { hasModifier } from '../../ui/keys.ts'
import { clamp } from '../../ui/numbers.ts'
import { COLUMN, Lattice, latticeWords } from './lattice.tsx'
import type { Scoring } from './record.ts'
import { TextTable } from './text-table.tsx'
import { bestOf } from './tree.ts'

interface Props {
  readonly record: BeamRecord
  readonly scoring: Scoring
  /** What is to be known about the record. */
  readonly note: string
  readonly close: () => void
}

/** Milliseconds a token stays while it plays. */
const PACE = 700

/** The token that each button leads to from another one; the panel holds it within the record. */
const MOVES = {
  first: () => 0,
  back: (from: number) => from - 1,
  forward: (from: number) => from + 1,
  last: () => Number.POSITIVE_INFINITY,
}

const KEYS: Readonly<Record<string, keyof typeof MOVES>> = {
  ArrowLeft: 'back',
  ArrowRight: 'forward',
  Home: 'first',
  End: 'last',
}

/** The growth of a beam: the token that is looked at, and the text that is traced. */
export function BeamGrowth({ record: { steps }, scoring, note, close }: Props) {
  const last = steps.length - 1
  const frame = useRef<HTMLDivElement>(null)
  const columns = useColumns(frame)
  const [{ step, picked }, setShown] = useState({ step: last, picked: bestOf(steps[last] ?? []) })
  const [isPlaying, setPlaying] = useState(false)
  // From the newest token, not the drawn one: two keys may come before the page is drawn again.
  const move = (to: (from: number) => number) =>
    setShown(({ step: from }) => {
      const next = clamp(to(from), 0, last)
      return { step: next, picked: bestOf(steps[next] ?? []) }
    })
  useEffect(() => {
    if (!isPlaying) return
    if (step === last) return setPlaying(false)
    const timer = setTimeout(() => move(MOVES.forward), PACE)
    return () => clearTimeout(timer)
  }, [isPlaying, step])
  const go = (name: keyof typeof MOVES) => {
    setPlaying(false)
    move(MOVES[name])
  }
  const play = () => {
    if (!isPlaying && step === last) move(MOVES.first)
    setPlaying(!isPlaying)
  }
  const pick = (index: number) => setShown(({ step: from }) => ({ step: from, picked: index }))
  useEffect(() => {
    // From anywhere in the panel but a slider, which has arrows of its own.
    const panel = frame.current?.closest('section')
    const press = (event: KeyboardEvent) => {
      if (event.key === 'Escape') close()
      const name = KEYS[event.key]
      if (!name || event.target instanceof HTMLInputElement || hasModifier(event)) return
      event.preventDefault()
      go(name)
    }
    panel?.addEventListener('keydown', press)
    return () => panel?.removeEventListener('keydown', press)
  })
  return (
    <>
      {note && <p class="beam-note">{note}</p>}
      <div class="beam-controls">
        {/* biome-ignore lint/a11y/useSemanticElements: buttons are no form fields */}
        <span class="beam-buttons" role="group" aria-label="Tokens">
          <StepButton name="first" label="First token" press={() => go('first')}>
            ⇤
          </StepButton>
          <StepButton name="back" label="One token back" press={() => go('back')}>
            <Icon name="left" />
          </StepButton>
          <StepButton name="play" label={isPlaying ? 'Pause' : 'Play'} press={play}>
            <Icon name={isPlaying ? 'stop' : 'play'} />
          </StepButton>
          <StepButton name="forward" label="One token on" press={() => go('forward')}>
            <Icon name="right" />
          </StepButton>
          <StepButton name="last" label="Last token" press={() => go('last')}>
            ⇥
          </StepButton>
        </span>
        <label class="beam-slide">
          <span>Token</span>
          <input
            type="range"
            data-beam-slide="step"
            min="1"
            max={steps.length}
            step="1"
            value={step + 1}
            onInput={({ currentTarget }) => {
              setPlaying(false)
              move(() => Number(currentTarget.value) - 1)
            }}
          />
        </label>
        <output data-beam-part="counts">
          {step + 1} of {steps.length}
        </output>
      </div>
      <div
        class="beam-lattice-frame"
        data-beam-part="lattice"
        role="img"
        tabIndex={-1}
        ref={frame}
        aria-label={latticeWords(steps, step)}
      >
        <Lattice levels={steps} step={step} picked={picked} columns={columns} pick={pick} />
      </div>
      <p class="beam-lattice-key" aria-hidden="true">
        <span class="is-traced">traced text</span>
        <span class="is-running">in the beam</span>
        <span class="is-finished">■ ended</span>
        <span class="is-gone">pruned, or led nowhere</span>
      </p>
      <div data-beam-part="table">
        <TextTable levels={steps} step={step} picked={picked} scoring={scoring} pick={pick} />
      </div>
    </>
  )
}

interface ButtonProps {
  readonly name: string
  readonly label: string
  readonly press: () => void
  readonly children: preact.ComponentChildren
}

const StepButton = ({ name, label, press, children }: ButtonProps) => (
  <Button class="is-small is-icon" data-beam-do={name} aria-label={label} onClick={press}>
    {children}
  </Button>
)

/** How many columns the frame has room for. */
function useColumns(frame: { readonly current: HTMLElement | null }): number {
  const [columns, setColumns] = useState(3)
  useEffect(() => {
    const observer = new ResizeObserver(([entry]) =>
      setColumns(Math.max(3, Math.floor((entry?.contentRect.width ?? 0) / COLUMN))),
    )
    if (frame.current) observer.observe(frame.current)
    return () => observer.disconnect()
  }, [])
  return columns
}
