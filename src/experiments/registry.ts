import { calibration } from './claims/calibration.ts'
import { coupling } from './claims/coupling.ts'
import { feedbackLoop } from './claims/feedback-loop.ts'
import { flatAndPeaked } from './claims/flat-and-peaked.ts'
import { loops } from './claims/loops.ts'
import { numerics } from './claims/numerics.ts'
import { overTruncation } from './claims/over-truncation.ts'
import { powerClaim } from './claims/power.ts'
import { surprisal } from './claims/surprisal.ts'
import { sweeps } from './claims/sweeps.ts'
import { tableOne } from './claims/table-1.ts'
import { temperatureOrder } from './claims/temperature-order.ts'
import { truncators } from './claims/truncators.ts'
import type { Experiment } from './harness/definition.ts'

/** Every claim that can be reproduced, in the order reports show them. One file and one line each. */
export const experiments: readonly Experiment[] = [
  loops,
  surprisal,
  feedbackLoop,
  flatAndPeaked,
  tableOne,
  sweeps,
  temperatureOrder,
  overTruncation,
  calibration,
  truncators,
  coupling,
  powerClaim,
  numerics,
]
