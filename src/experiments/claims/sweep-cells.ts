import type { LanePlan, MeasureContext, Scope, ShownText } from '../harness/definition.ts'
import { beamLane, fewer, measurePlan, showText } from '../harness/lanes.ts'
import type { Estimates } from '../measure/measures.ts'

/** A strategy and the values its parameter is swept over, from the strictest to the loosest. */
interface Family {
  readonly id: string
  readonly parameter: string
  readonly isLog: boolean
  readonly values: (scope: Scope) => readonly number[]
  /** Those of a coarse sweep; the over-truncation experiment reads the ends. */
  readonly coarse?: readonly number[]
  readonly laneOf: (value: number) => string
}

const families: readonly Family[] = [
  {
    id: 'beam',
    parameter: 'beam width b',
    isLog: true,
    values: ({ setting }) => [...setting.beamWidths, setting.beamWidth],
    laneOf: beamLane,
  },
  {
    id: 'temperature',
    parameter: 'temperature t',
    isLog: false,
    values: () => [0.1, 0.3, 0.5, 0.7, 0.9, 1, 1.2],
    coarse: [0.1, 0.5, 0.7, 1],
    laneOf: (t) => (t === 1 ? 'sample' : `temperature:${t}`),
  },
  {
    id: 'top-k',
    parameter: 'top-k k',
    isLog: true,
    values: () => [1, 5, 20, 40, 100, 640, 2560],
    coarse: [1, 5, 40, 640],
    laneOf: (k) => (k === 1 ? 'greedy' : `top-k:${k}`),
  },
  {
    id: 'nucleus',
    parameter: 'nucleus p',
    isLog: false,
    values: () => [0.1, 0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 0.99],
    coarse: [0.1, 0.5, 0.8, 0.95],
    laneOf: (p) => `nucleus:${p}`,
  },
]

export interface Cell {
  readonly value: number
  readonly lane: string
  readonly measures: Estimates
  /** Some of the texts the figures come from. */
  readonly texts: readonly ShownText[]
}

export interface Swept {
  readonly id: string
  readonly parameter: string
  readonly isLog: boolean
  readonly cells: readonly Cell[]
}

const SHOWN_TEXTS = 2

const valuesOf = ({ values, coarse }: Family, scope: Scope): readonly number[] =>
  (scope.setting.isCoarse && coarse) || values(scope)

export const sweepPlans = (scope: Scope): LanePlan[] =>
  families.flatMap((family) => valuesOf(family, scope).map((value) => fewer(scope, family.laneOf(value))))

/** @param shown how many texts each cell keeps */
export function measureSweeps(measureContext: MeasureContext, shown = SHOWN_TEXTS): Swept[] {
  return families.map((family) => ({
    id: family.id,
    parameter: family.parameter,
    isLog: family.isLog,
    cells: valuesOf(family, measureContext).map((value) => {
      const plan = fewer(measureContext, family.laneOf(value))
      const texts = measureContext.texts(plan).slice(0, shown)
      return {
        value,
        lane: plan.lane,
        measures: measurePlan(measureContext, plan),
        texts: texts.map((text) => showText(measureContext, text)),
      }
    }),
  }))
}

export const measureOf = (cell: Cell, id: string): number | null => cell.measures[id]!.value
