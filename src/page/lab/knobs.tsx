import { useEffect, useState } from 'preact/hooks'
import type { StrategyDescription } from '../../strategies/chain/describe.ts'
import { letterOf } from '../ui/lane.ts'
import { isPhone } from '../ui/phone.ts'
import { chainOf, useIn, withStrategy } from './chain.ts'
import { Knob } from './knob.tsx'
import type { LabState } from './state.ts'

const FAMILIES: readonly (readonly [StrategyDescription['family'], string])[] = [
  ['shape', 'Shape'],
  ['truncation', 'Truncation'],
  ['feedback', 'Feedback'],
  ['repetition', 'Repetition, by the history'],
  ['bug museum', 'Bug museum: nuclei that are wrong'],
  ['search', 'Search'],
]
const OPEN = ['shape', 'truncation']

interface Props {
  readonly state: LabState
  readonly strategies: readonly StrategyDescription[]
  readonly onChain: (index: number, chain: string) => void
}

/**
 * Every step of the registry as a knob of the picked lane's chain. The chain's text is the setting; a knob
 * edits it.
 */
export function Knobs({ state, strategies, onChain }: Props) {
  const { lanes, selected, entries } = state
  const chain = chainOf(lanes[selected] ?? '', strategies)
  const letter = letterOf(selected)
  return (
    <section class="lab-part ui-needs-js" aria-labelledby="h-knobs">
      <h2 id="h-knobs">
        Knobs of {letter} <small>the tick is “off”</small>
      </h2>
      {chain === undefined ? (
        <p class="ui-quiet">Correct the chain of {letter} to turn its knobs.</p>
      ) : (
        FAMILIES.map(([family, name]) => {
          const members = strategies.filter((one) => one.family === family && hasKnob(one))
          const uses = members.map(({ id }) => useIn(chain, id))
          return (
            <Family key={family} name={name} isOpen={OPEN.includes(family)} on={uses.filter(Boolean).length}>
              {members.map((strategy, index) => (
                <Knob
                  key={strategy.id}
                  strategy={strategy}
                  use={uses[index]}
                  words={entries.length}
                  onChange={(values) => onChain(selected, withStrategy(chain, strategy, values, strategies))}
                />
              ))}
            </Family>
          )
        })
      )}
    </section>
  )
}

/** Steps, and the searches that choose in one step by a rule of their own. */
const hasKnob = ({ kind, isStepwise, isImplied }: StrategyDescription): boolean =>
  kind === 'step' || (isStepwise === true && isImplied !== true)

interface FamilyProps {
  readonly name: string
  readonly isOpen: boolean
  /** How many of its steps are on. */
  readonly on: number
  readonly children: preact.ComponentChildren
}

/** A family of knobs. One that is in use opens; on a narrow screen the others begin closed. */
function Family({ name, isOpen: isOpenAtFirst, on, children }: FamilyProps) {
  const [isOpen, setOpen] = useState(isOpenAtFirst || on > 0)
  const isUsed = on > 0
  useEffect(() => {
    if (isUsed) setOpen(true)
  }, [isUsed])
  useEffect(() => {
    if (isPhone()) setOpen(isUsed)
  }, [])
  return (
    <details class="lab-family" open={isOpen} onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>
        {name}
        <span class="lab-family-on">{isUsed ? `${on} on` : ''}</span>
      </summary>
      {children}
    </details>
  )
}
