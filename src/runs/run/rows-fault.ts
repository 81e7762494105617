import { count } from '../../words.ts'

/**
 * Why a run is too wide for a batch, and the field that makes it so; undefined where it is not.
 * @param rows that it keeps going at once
 * @param most rows of a batch
 */
export const rowsFault = (rows: number, most: number, samples: number) =>
  rows <= most
    ? undefined
    : {
        message:
          `A run may keep ${count(most)} rows going at once and this one needs ${count(rows)}; ask for ` +
          'fewer lanes, samples or beams.',
        field: samples > 1 ? 'samples' : 'lanes',
      }
