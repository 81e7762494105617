import type { LanePlan, Scope } from '../harness/definition.ts'
import { beamLane, everySeed, fewer, LANES, once } from '../harness/lanes.ts'

/** A row of the paper's Table 1, as published; repetition in percent. */
export interface PaperRow {
  readonly perplexity: number
  readonly selfBleu4: number
  readonly zipf: number
  readonly repetition: number
}

interface TableRow {
  readonly id: string
  /** With the width that was run, which the paper had at 16. */
  readonly name: string | ((scope: Scope) => string)
  readonly paper: PaperRow
  /** Absent for human text. */
  readonly plan?: (scope: Scope) => LanePlan
}

const paper = (perplexity: number, selfBleu4: number, zipf: number, repetition: number): PaperRow => ({
  perplexity,
  selfBleu4,
  zipf,
  repetition,
})

/** Holtzman et al. 2020, Table 1, row by row and in its order (HUSE needs human judges and is left out). */
export const tableRows: readonly TableRow[] = [
  { id: 'human', name: 'Human', paper: paper(12.38, 0.31, 0.93, 0.28) },
  {
    id: 'greedy',
    name: 'Greedy',
    paper: paper(1.5, 0.5, 1.0, 73.66),
    plan: (scope) => once(scope, LANES.greedy),
  },
  {
    id: 'beam',
    name: ({ setting }) => `Beam, b=${setting.beamWidth}`,
    paper: paper(1.48, 0.44, 0.94, 28.94),
    plan: (scope) => fewer(scope, beamLane(scope.setting.beamWidth)),
  },
  {
    id: 'stochastic-beam',
    name: 'Stochastic beam, first draw',
    paper: paper(19.2, 0.28, 0.91, 0.32),
    // The text shown is the set's first draw, which is the plain sample of that seed whatever the width: 2 is
    // enough.
    plan: (scope) => fewer(scope, 'stochastic-beam:2'),
  },
  {
    id: 'pure',
    name: 'Pure sampling',
    paper: paper(22.73, 0.28, 0.93, 0.22),
    plan: (scope) => everySeed(scope, LANES.pure),
  },
  {
    id: 'cool',
    name: 'Sampling, t=0.9',
    paper: paper(10.25, 0.35, 0.96, 0.66),
    plan: (scope) => everySeed(scope, LANES.cool),
  },
  {
    id: 'k40',
    name: 'Top-k=40',
    paper: paper(6.88, 0.39, 0.96, 0.78),
    plan: (scope) => everySeed(scope, LANES.topK40),
  },
  {
    id: 'k640',
    name: 'Top-k=640',
    paper: paper(13.82, 0.32, 0.96, 0.28),
    plan: (scope) => everySeed(scope, LANES.topK640),
  },
  {
    id: 'k40-t07',
    name: 'Top-k=40, t=0.7',
    paper: paper(3.48, 0.44, 1.0, 8.86),
    plan: (scope) => everySeed(scope, LANES.coolTopK40),
  },
  {
    id: 'nucleus',
    name: 'Nucleus p=0.95',
    paper: paper(13.13, 0.32, 0.95, 0.36),
    plan: (scope) => everySeed(scope, LANES.nucleus),
  },
]
