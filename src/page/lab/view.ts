import type { LabResult } from '../../runs/lab/lab.ts'
import type { LabLane } from '../../runs/lab/lane.ts'

/** Draws that are spelled out. */
const SPELLED = 40

/** A lane as the page shows it. */
export interface LaneView extends Pick<LabLane, 'lane' | 'mass' | 'entropy' | 'drawing' | 'error'> {
  /** By rank of the given logits: the step that removed a word; null where none did. */
  readonly removedBy: readonly (string | null)[]
  readonly draws: number
  /** The first words drawn. */
  readonly firstDraws: readonly string[]
}

/** A result of the lab, without what the page does not show. */
export interface LabView {
  readonly lanes: readonly LaneView[]
  /** Softmax of the given logits, by token id, as far as the lanes list candidates. */
  readonly raw: Readonly<Record<number, number>>
}

/** What is wrong with a request: with the count or the seed of the draws, or with anything else. */
export const faultOf = ({
  message,
  field,
}: {
  readonly message: string
  readonly field?: string | undefined
}) => (field === 'draws' || field === 'seed' ? { drawFault: message } : { problem: message })

export const viewOf = ({ lanes, tokens }: LabResult): LabView => ({
  lanes: lanes.map(({ lane, mass, entropy, drawing, error, candidates, draws }) => ({
    lane,
    mass,
    entropy,
    ...(drawing && { drawing }),
    ...(error && { error }),
    removedBy: candidates.map((one) => one.removedBy),
    draws: draws.length,
    firstDraws: draws.slice(0, SPELLED).map((id) => tokens[id] ?? ''),
  })),
  raw: Object.fromEntries(lanes.flatMap(({ candidates }) => candidates.map((one) => [one.id, one.raw]))),
})
