import { calibration } from './calibration.ts'
import type { Experiment } from './definition.ts'
import { feedbackLoop } from './feedback-loop.ts'
import { flatAndPeaked } from './flat-and-peaked.ts'
import { loops } from './loops.ts'
import { overTruncation } from './over-truncation.ts'
import { surprisal } from './surprisal.ts'
import { sweeps } from './sweeps.ts'
import { tableOne } from './table-1.ts'
import { temperatureOrder } from './temperature-order.ts'

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
]
