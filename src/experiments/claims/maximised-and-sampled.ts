import type { Scope } from '../harness/definition.ts'
import { beamLane, everySeed, fewer, LANES, once } from '../harness/lanes.ts'

/** Texts of two searches that maximise and two that sample, by the name of their row. */
export const maximisedAndSampled = (scope: Scope) => ({
  Greedy: once(scope, LANES.greedy),
  [`Beam, b=${scope.setting.beamWidth}`]: fewer(scope, beamLane(scope.setting.beamWidth)),
  'Nucleus p=0.95': everySeed(scope, LANES.nucleus),
  'Pure sampling': everySeed(scope, LANES.pure),
})
