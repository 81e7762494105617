import { messageOf } from '../../../errors.ts'
import type { EngineLane } from '../../../runs/request/engines.ts'
import { announce } from '../../ui/announce.tsx'
import { Button } from '../../ui/button.tsx'
import { fetchJson } from '../../ui/fetch-json.ts'
import { plural } from '../../ui/numbers.ts'
import { closePopover, openPopover } from '../../ui/popover.tsx'
import type { Page } from '../state/page.ts'
import { addLane, laneOf, noRoomFor } from './edit.ts'
import { readLane, writeLane } from './lane-chain.ts'

/**
 * One lane's numbers in other engines' orders: which have its steps, how they order them, what else differs.
 */
export async function openEngines(page: Page, anchor: HTMLElement, key: number): Promise<void> {
  const lane = laneOf(page, key)
  if (!lane) return
  const query = new URLSearchParams({ lane: writeLane(lane.chain) })
  const content = { kind: 'chain-picker', label: 'Engine orders' }
  try {
    const engines = await fetchJson<readonly EngineLane[]>(`/api/engines?${query}`)
    openPopover(anchor, {
      ...content,
      Body: () => (
        <Engines
          engines={engines}
          noRoomFor={(lanes) => noRoomFor(page, lanes)}
          add={(lanes) => add(page, key, lanes)}
        />
      ),
    })
  } catch (error) {
    const words = messageOf(error)
    openPopover(anchor, { ...content, Body: () => <p class="ui-quiet">{words}</p> })
  }
}

function add(page: Page, key: number, notations: readonly string[]): void {
  closePopover()
  const { lanes } = page.settings.peek()
  const { strategies } = page.offer.peek()
  const after = lanes.findIndex((lane) => lane.key === key)
  for (const [index, notation] of notations.entries())
    addLane(page, readLane(notation, strategies), after + index)
  announce(`${plural(notations.length, 'lane')} added`)
}

interface EnginesProps {
  readonly engines: readonly EngineLane[]
  /** Why so many lanes more cannot be added, or empty. */
  readonly noRoomFor: (lanes: number) => string
  readonly add: (lanes: readonly string[]) => void
}

function Engines({ engines, noRoomFor, add }: EnginesProps) {
  const lanes = engines.flatMap(({ lane }) => lane ?? [])
  const whyNotAll = noRoomFor(lanes.length)
  const isFull = noRoomFor(1) !== ''
  return (
    <>
      <div class="chain-title">
        <h2>These numbers in each engine’s order</h2>
        {lanes.length > 1 && (
          <Button
            class="is-small"
            data-engines={JSON.stringify(lanes)}
            disabled={whyNotAll !== ''}
            onClick={() => add(lanes)}
          >
            Add all {lanes.length}
          </Button>
        )}
      </div>
      {whyNotAll && <p class="ui-quiet">{whyNotAll}</p>}
      <ul class="engines-list">
        {engines.map((engine) => (
          <Engine key={engine.id} engine={engine} isFull={isFull} add={add} />
        ))}
      </ul>
    </>
  )
}

interface EngineProps {
  readonly engine: EngineLane
  readonly isFull: boolean
  readonly add: EnginesProps['add']
}

function Engine({ engine, isFull, add }: EngineProps) {
  const { title, version, semantics, differences, lane, missing } = engine
  return (
    <li>
      <div class="chain-title">
        <h3>
          {title} <small>{version}</small>
        </h3>
        {lane !== null && (
          <Button
            class="is-small"
            data-engines={JSON.stringify([lane])}
            disabled={isFull}
            aria-label={`Add a lane in the order of ${title}`}
            onClick={() => add([lane])}
          >
            Add lane
          </Button>
        )}
      </div>
      {lane === null ? (
        <p class="ui-quiet">Has no {missing.join(', ')}.</p>
      ) : (
        <>
          <p class="ui-mono">{lane}</p>
          <p class="ui-quiet">{semantics}</p>
        </>
      )}
      <details>
        <summary>What else differs there</summary>
        <ul>
          {differences.map((one) => (
            <li key={one}>{one}</li>
          ))}
        </ul>
      </details>
    </li>
  )
}
