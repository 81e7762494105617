/**
 * What texts of different lengths are compared by: a sum of log-probabilities over their length in tokens ^
 * penalty.
 */
export const rate = (sum: number, length: number, penalty: number): number => sum / length ** penalty
