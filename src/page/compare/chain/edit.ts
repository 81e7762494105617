import { batch } from '@preact/signals'
import { announce } from '../../ui/announce.tsx'
import { focusOn, focusSoon } from '../../ui/focus.ts'
import { letterOf } from '../../ui/lane.ts'
import { clamp, plural } from '../../ui/numbers.ts'
import { withoutLane } from '../run/run.ts'
import { dropFault, type Page, setSettings } from '../state/page.ts'
import { isRead, type LaneChain, type ReadLane, withStepMoved } from './lane-chain.ts'

/** What a person can do to lanes and their chains. */

export const laneOf = (page: Page, key: number) => page.settings.value.lanes.find((lane) => lane.key === key)

/** A lane's chain where it can be edited step by step. */
export function readChainOf(page: Page, key: number): ReadLane | undefined {
  const chain = laneOf(page, key)?.chain
  return chain && isRead(chain) ? chain : undefined
}

export function setChain(page: Page, key: number, chain: LaneChain): void {
  const { lanes } = page.settings.peek()
  setSettings(page, { lanes: lanes.map((lane) => (lane.key === key ? { key, chain } : lane)) })
  dropFault(page, `lane-${key}`)
}

export function moveStep(page: Page, key: number, from: number, to: number): void {
  const chain = readChainOf(page, key)
  const moved = chain && withStepMoved(chain, from, to)
  if (!chain || !moved) return
  setChain(page, key, moved)
  const { steps } = moved.written
  announce(`${steps[to]!.strategy.title} is step ${to + 1} of ${steps.length}`)
  // At once: the chip at that place moves next, where a key comes again before the page is drawn.
  focusOn(document.querySelector(`[data-focus="chip-${key}-${to}"]`))
}

/** Largest key a page has had: a removed lane's letter is not used again. */
const lastKeys = new WeakMap<Page, number>()

/** How many lanes the run has room for. */
const laneRoom = ({ settings, offer }: Page): number => offer.value.limits.lanes - settings.value.lanes.length

/** Why a lane more, or several, cannot be added; empty where they can. */
export function noRoomFor(page: Page, lanes = 1): string {
  const room = laneRoom(page)
  if (lanes <= room) return ''
  const most = `A run has at most ${plural(page.offer.value.limits.lanes, 'lane')}`
  return room === 0 ? `${most}: remove one first.` : `${most}: there is room for ${room} more.`
}

/** @param after index of the lane before it; the last by default */
export function addLane(page: Page, chain: LaneChain, after = page.settings.peek().lanes.length - 1): void {
  const { lanes } = page.settings.peek()
  if (laneRoom(page) <= 0) return
  const key = Math.max(lastKeys.get(page) ?? -1, ...lanes.map((lane) => lane.key)) + 1
  lastKeys.set(page, key)
  setSettings(page, { lanes: lanes.toSpliced(after + 1, 0, { key, chain }) })
  focusSoon(`[data-focus="chip-${key}-0"]`)
}

/** @param by places to the right */
export function moveLane(page: Page, key: number, by: number): void {
  const { lanes } = page.settings.peek()
  const index = lanes.findIndex((lane) => lane.key === key)
  const to = clamp(index + by, 0, lanes.length - 1)
  const moved = lanes[index]
  if (!moved) return
  setSettings(page, { lanes: lanes.toSpliced(index, 1).toSpliced(to, 0, moved) })
  announce(`Lane ${letterOf(key)} is number ${to + 1} of ${lanes.length}`)
}

/** Takes a lane off the page, its texts out of the run with it; undo brings both back. */
export function removeLane(page: Page, key: number): void {
  const { lanes } = page.settings.peek()
  lastKeys.set(page, Math.max(lastKeys.get(page) ?? -1, ...lanes.map((lane) => lane.key)))
  const index = lanes.findIndex((lane) => lane.key === key)
  const rest = lanes.toSpliced(index, 1)
  const run = page.run.peek()
  batch(() => {
    setSettings(page, { lanes: rest })
    if (run) page.run.value = withoutLane(run, key)
  })
  announce(`Lane ${letterOf(key)} removed`)
  focusSoon(`[data-focus="menu-${rest[Math.min(index, rest.length - 1)]?.key}"]`)
}
