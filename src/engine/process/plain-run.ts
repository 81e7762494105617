import { parseLane } from '../../runs/request/lane.ts'
import type { RunRequest } from '../../runs/request/request.ts'

/** A run's request as data: lanes as they are written, since a parsed chain holds functions. */
export type PlainRun = Omit<RunRequest, 'lanes'> & { readonly lanes: readonly string[] }

export const plainRun = (request: RunRequest): PlainRun => ({
  ...request,
  lanes: request.lanes.map(({ lane }) => lane),
})

export const runFrom = (request: PlainRun): RunRequest => ({
  ...request,
  lanes: request.lanes.map((lane) => parseLane(lane)),
})
