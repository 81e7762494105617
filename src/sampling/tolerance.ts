/**
 * Comparisons with a threshold forgive this much, so that decimal inputs behave as written: probabilities .5,
 * .3, .1 reach p = 0.9 although their float64 sum may fall one unit short. Absolute for masses, relative for
 * thresholds.
 */
export const TOLERANCE = 1e-12

/** Whether a cumulative mass has reached `p`. */
export const reaches = (mass: number, p: number): boolean => mass >= p - TOLERANCE

/** Whether a value is at least a positive threshold. */
export const atLeast = (value: number, threshold: number): boolean => value >= threshold * (1 - TOLERANCE)
