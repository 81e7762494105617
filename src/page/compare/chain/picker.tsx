import type { ComponentChildren } from 'preact'
import { useRef, useState } from 'preact/hooks'
import type { StrategyDescription } from '../../../strategies/chain/describe.ts'
import { type WrittenUse, writeUse, writtenUse } from '../../../strategies/chain/written-chain.ts'
import { capital } from '../../../words.ts'
import { Button } from '../../ui/button.tsx'
import { focusOn } from '../../ui/focus.ts'
import { Fault } from '../../ui/notice.tsx'
import { closePopover, openFacts, openPopover } from '../../ui/popover.tsx'
import type { Page } from '../state/page.ts'
import { addLane, noRoomFor, readChainOf, setChain } from './edit.ts'
import { type LaneChain, laneFault, readLane, usesOf, withSteps } from './lane-chain.ts'
import { openStepEditor } from './step-editor.tsx'

/** Adding a lane or a step: pick one of the registry, or type a chain. */

/** @param instead key of the lane to rewrite */
export function pickLane(page: Page, anchor: HTMLElement, typed = '', instead?: number): void {
  const label = instead === undefined ? 'Add lane' : 'Change lane'
  if (instead === undefined && noRoomFor(page) !== '') {
    openFacts(anchor, label, () => <p>{noRoomFor(page)}</p>)
    return
  }
  const choose = (chain: LaneChain) => {
    closePopover()
    if (instead === undefined) addLane(page, chain)
    else setChain(page, instead, chain)
  }
  const { strategies, models } = page.offer.peek()
  openPopover(anchor, {
    kind: 'chain-picker',
    label,
    Body: () => (
      <Strategies strategies={strategies} choose={(use) => choose(readLane(writeUse(use), strategies))}>
        <TypedChain
          typed={typed}
          label={label}
          read={(text) => readLane(text, strategies)}
          faultOf={(chain) => laneFault(chain, models)}
          choose={choose}
        />
      </Strategies>
    ),
  })
}

export function pickStep(page: Page, anchor: HTMLElement, key: number): void {
  const chain = readChainOf(page, key)
  if (!chain) return
  const present = new Set(usesOf(chain).map(({ strategy }) => strategy.id))
  const { steps } = chain.written
  const choose = (use: WrittenUse) => {
    const isStep = use.strategy.kind === 'step'
    closePopover()
    setChain(
      page,
      key,
      isStep ? withSteps(chain, [...steps, use]) : { ...chain, written: { steps, search: use } },
    )
    // A search is the last chip already; a step comes before it.
    requestAnimationFrame(() => {
      const chip = document.querySelector<HTMLElement>(`[data-focus="chip-${key}-${steps.length}"]`)
      if (chip && use.strategy.parameters.length > 0) openStepEditor(page, chip, key, steps.length)
      else focusOn(chip)
    })
  }
  const strategies = page.offer.peek().strategies.filter(({ id }) => !present.has(id))
  openPopover(anchor, {
    kind: 'chain-picker',
    label: 'Add a step',
    Body: () => <Strategies strategies={strategies} choose={choose} />,
  })
}

interface StrategiesProps {
  readonly strategies: readonly StrategyDescription[]
  readonly choose: (use: WrittenUse) => void
}

/**
 * The common ones; a search finds the others, by family, mistakes kept for comparison last. Enter takes the
 * first that is found.
 */
function Strategies({
  strategies,
  choose,
  children,
}: StrategiesProps & { readonly children?: ComponentChildren }) {
  const [sought, setSought] = useState('')
  const list = useRef<HTMLDivElement>(null)
  const [isWhole, setWhole] = useState(false)
  const words = sought.toLowerCase().split(/\s+/).filter(Boolean)
  const has = (text: string) => words.every((word) => text.toLowerCase().includes(word))
  const nameOf = ({ id, aliases, title }: StrategyDescription) => `${id} ${aliases.join(' ')} ${title}`
  const found = strategies
    .filter((one) => (words.length > 0 ? has(`${nameOf(one)} ${one.summary}`) : isWhole || one.isCommon))
    // What is called that comes before what does that.
    .sort((one, other) => Number(has(nameOf(other))) - Number(has(nameOf(one))))
  return (
    <>
      <div class="chain-pick-fields">
        <div class="ui-field">
          <label for="sought">Search all {strategies.length}</label>
          <div class="ui-box">
            <input
              id="sought"
              type="search"
              autocomplete="off"
              autofocus
              value={sought}
              onInput={({ currentTarget }) => setSought(currentTarget.value)}
              onKeyDown={(event) => {
                const first = list.current?.querySelector<HTMLElement>('[data-pick]')
                if (event.isComposing || !first) return
                const isPicked = event.key === 'Enter' && words.length > 0
                if (!isPicked && event.key !== 'ArrowDown') return
                event.preventDefault()
                if (isPicked) first.click()
                else focusOn(first)
              }}
            />
          </div>
        </div>
        {children}
      </div>
      {/* biome-ignore lint/a11y/useSemanticElements: it is no field set of a form */}
      <div ref={list} data-walk role="group" aria-label="Strategies" onKeyDown={upToSearch}>
        {found.length === 0 && (
          <p class="ui-small ui-quiet">Nothing here is called that, or does that; try another word.</p>
        )}
        <Families strategies={found} choose={choose} />
        {words.length === 0 && !isWhole && (
          <Button
            class="is-small"
            data-do="all-strategies"
            onClick={() => {
              setWhole(true)
              // The button goes; the first of the list takes its focus.
              focusOn(list.current?.querySelector('[data-pick]'))
            }}
          >
            Show all {strategies.length}
          </Button>
        )}
      </div>
    </>
  )
}

/** From the first of the list the up arrow leads back to the search. */
function upToSearch(event: KeyboardEvent & { readonly currentTarget: HTMLElement }): void {
  if (event.key !== 'ArrowUp' || event.target !== event.currentTarget.querySelector('[data-pick]')) return
  event.preventDefault()
  event.stopPropagation()
  focusOn(document.getElementById('sought'))
}

function Families({ strategies, choose }: StrategiesProps) {
  const families = [...new Set(strategies.map(({ family }) => family))].sort(
    (one, other) => Number(one === 'bug museum') - Number(other === 'bug museum'),
  )
  return (
    <>
      {families.map((family) => (
        <div key={family}>
          <h3>{capital(family)}</h3>
          <ul class="chain-picks">
            {strategies
              .filter((one) => one.family === family)
              .map((strategy) => (
                <Strategy key={strategy.id} strategy={strategy} choose={choose} />
              ))}
          </ul>
        </div>
      ))}
    </>
  )
}

function Strategy({
  strategy,
  choose,
}: {
  strategy: StrategyDescription
  choose: (use: WrittenUse) => void
}) {
  const use = writtenUse(strategy)
  return (
    <li>
      <button type="button" data-pick={writeUse(use)} onClick={() => choose(use)}>
        <b>{strategy.title}</b>
        <span>{strategy.summary}</span>
        <span class="ui-mono">{writeUse(use)}</span>
      </button>
    </li>
  )
}

interface TypedChainProps {
  readonly typed: string
  readonly label: string
  readonly read: (text: string) => LaneChain
  readonly faultOf: (chain: LaneChain) => string
  readonly choose: (chain: LaneChain) => void
}

function TypedChain({ typed, label, read, faultOf, choose }: TypedChainProps) {
  const [text, setText] = useState(typed)
  const [fault, setFault] = useState('')
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    const chain = read(text.trim())
    const words = text.trim() === '' ? 'Type a chain, or pick one below.' : faultOf(chain)
    setFault(words)
    if (words === '') choose(chain)
  }
  return (
    <form class="ui-field" onSubmit={submit}>
      <label for="typed">Chain</label>
      <div class="ui-box">
        <input
          id="typed"
          class="ui-mono"
          value={text}
          autofocus={typed !== ''}
          placeholder="temperature:0.7+top-k:40+nucleus:0.9"
          autocomplete="off"
          spellcheck={false}
          onInput={({ currentTarget }) => setText(currentTarget.value)}
        />
        <Button type="submit">{label}</Button>
      </div>
      <Fault id="typed-fault" text={fault} />
    </form>
  )
}
