import type { LaneProgress } from '../../../runs/run/collect.ts'
import type { RunEvent } from '../../../runs/run/events.ts'
import type { Settings } from '../settings/settings.ts'

/** A run that keeps finished lanes of the one before: events are about the others, which it asked for. */
interface Keeping<Lane> {
  readonly settings: Pick<Settings, 'lanes'>
  readonly kept?: readonly { readonly key: number }[]
  readonly lanes: readonly Lane[]
}

/** The lanes as they are set, without those that are kept. */
export const lanesAsked = ({ settings, kept = [] }: Omit<Keeping<unknown>, 'lanes'>): Settings['lanes'] =>
  settings.lanes.filter(({ key }) => !kept.some((lane) => lane.key === key))

/** The lane that an event is about: it counts only those that were asked for. */
export function laneOfEvent<Lane extends { readonly key: number }>(run: Keeping<Lane>, index: number): Lane {
  const key = lanesAsked(run)[index]?.key
  return run.lanes.find((lane) => lane.key === key)!
}

/** An event about the lanes that were asked for, as one about all lanes of the run. */
export function eventOfAll(run: Keeping<LaneProgress & { readonly key: number }>, event: RunEvent): RunEvent {
  if (event.type === 'lane-delta' || event.type === 'lane-end')
    return { ...event, lane: run.lanes.indexOf(laneOfEvent(run, event.lane)) }
  if (event.type !== 'run-end') return event
  const asked = lanesAsked(run).map(({ key }) => key)
  const lanes = run.lanes.map(({ key, metrics = {} }) => event.lanes[asked.indexOf(key)] ?? metrics)
  return { ...event, lanes }
}
