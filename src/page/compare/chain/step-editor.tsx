import type { StrategyDescription } from '../../../strategies/chain/describe.ts'
import { isOff, type WrittenUse, writtenUse } from '../../../strategies/chain/written-chain.ts'
import { Button } from '../../ui/button.tsx'
import { Icon } from '../../ui/icon.tsx'
import { closePopover, openPopover } from '../../ui/popover.tsx'
import { Select } from '../../ui/select.tsx'
import { FactsList } from '../../ui/strategy-facts.tsx'
import { modelOfLane } from '../settings/models-of.ts'
import type { Offer } from '../settings/offer.ts'
import type { Settings } from '../settings/settings.ts'
import type { Page } from '../state/page.ts'
import { readChainOf, setChain } from './edit.ts'
import { Knob } from './knob.tsx'
import { type ReadLane, usesOf, valueWords, withStepMoved, withSteps, withUse } from './lane-chain.ts'
import { Match } from './match.tsx'

/** Edits one step of a lane's chain, in the popover on its chip. */
export function openStepEditor(page: Page, chip: HTMLElement, key: number, index: number): void {
  const chain = readChainOf(page, key)
  const use = chain && usesOf(chain)[index]
  if (!use) return
  openPopover(chip, {
    kind: 'chain-editor',
    label: `Edit ${use.strategy.title}`,
    Body: () => <StepEditor page={page} />,
    onClose: () => {
      page.editing.value = undefined
    },
  })
  page.editing.value = { key, index }
}

function StepEditor({ page }: { readonly page: Page }) {
  const editing = page.editing.value
  const chain = editing && readChainOf(page, editing.key)
  const use = chain && usesOf(chain)[editing.index]
  if (!editing || !chain || !use) return null
  const { key, index } = editing
  const offer = page.offer.value
  const { strategy } = use
  const canBeOff = strategy.parameters.some((parameter) => parameter.off !== undefined)
  const write = (next: WrittenUse) => setChain(page, key, withUse(chain, index, next))
  return (
    <>
      <div class="chain-title">
        <h2>{strategy.title}</h2>
        {canBeOff && (
          <label class="chain-switch">
            <input
              type="checkbox"
              data-change="off"
              checked={isOff(use)}
              onChange={({ currentTarget }) => write(switched(use, currentTarget.checked, `${key}/${index}`))}
            />{' '}
            off
          </label>
        )}
      </div>
      <p class="ui-quiet">{strategy.summary}</p>
      {strategy.kind === 'search' && <SearchChoice strategy={strategy} offer={offer} choose={write} />}
      {strategy.parameters.map((parameter, place) => (
        <Knob
          key={parameter.name}
          parameter={parameter}
          value={use.values[parameter.name] ?? ''}
          isOff={isOff(use)}
          isFirst={place === 0}
          fault={valueWords(strategy, parameter, use.values[parameter.name] ?? '')}
          models={amateursFor(chain, page.settings.value, offer.models)}
          set={(value) => write({ ...use, values: { ...use.values, [parameter.name]: value } })}
        />
      ))}
      <Match key={`${key}/${index}/${strategy.id}`} {...{ page, chain, use, write }} place={{ key, index }} />
      <FactsList strategy={strategy} hasHelp />
      {strategy.kind === 'step' && <Order page={page} chain={chain} editing={editing} />}
    </>
  )
}

/** What a step's values were before it was switched off. */
const before = new Map<string, WrittenUse['values']>()

function switched(use: WrittenUse, isOffNow: boolean, place: string): WrittenUse {
  const memory = `${place}/${use.strategy.id}`
  const kept = before.get(memory) ?? {}
  if (isOffNow) before.set(memory, use.values)
  const deciding = use.strategy.parameters.filter(({ off }) => off !== undefined)
  const values = deciding.map(({ name, off, fallback }) => [
    name,
    isOffNow ? String(off) : (kept[name] ?? String(fallback)),
  ])
  return { ...use, values: { ...use.values, ...Object.fromEntries(values) } }
}

/** Models whose vocabulary may be that of a lane's. */
export function amateursFor(chain: ReadLane, settings: Pick<Settings, 'model'>, models: Offer['models']) {
  const own = models.find(({ id }) => id === modelOfLane(chain, settings))
  return models.filter(({ vocabularySize }) => vocabularySize === own?.vocabularySize)
}

interface SearchChoiceProps {
  readonly strategy: StrategyDescription
  readonly offer: Offer
  readonly choose: (use: WrittenUse) => void
}

function SearchChoice({ strategy, offer, choose }: SearchChoiceProps) {
  const searches = offer.strategies.filter(({ kind }) => kind === 'search')
  return (
    <div class="knob-row">
      <label for="knob-search">Search</label>
      <Select
        isSmall
        id="knob-search"
        data-change="search"
        value={strategy.id}
        options={searches}
        choose={(chosen) => choose(writtenUse(searches.find(({ id }) => id === chosen) ?? strategy))}
      />
    </div>
  )
}

interface OrderProps {
  readonly page: Page
  readonly chain: ReadLane
  readonly editing: { readonly key: number; readonly index: number }
}

function Order({ page, chain, editing: { key, index } }: OrderProps) {
  const { steps } = chain.written
  const move = (by: number) => {
    const moved = withStepMoved(chain, index, index + by)
    if (!moved) return
    setChain(page, key, moved)
    page.editing.value = { key, index: index + by }
  }
  const remove = () => {
    closePopover()
    setChain(page, key, withSteps(chain, steps.toSpliced(index, 1)))
  }
  return (
    <div class="chain-order">
      <Button
        icon="left"
        class="is-plain is-small"
        aria-disabled={index === 0}
        data-step-do="earlier"
        onClick={() => move(-1)}
      >
        Earlier
      </Button>
      <Button
        class="is-plain is-small"
        aria-disabled={index === steps.length - 1}
        data-step-do="later"
        onClick={() => move(1)}
      >
        Later
        <Icon name="right" />
      </Button>
      <Button icon="trash" class="is-plain is-small" data-step-do="remove" onClick={remove}>
        Remove
      </Button>
    </div>
  )
}
