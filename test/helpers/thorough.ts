/**
 * Whether tests that repeat one law over many cases take all of them: CI does, `npm test` takes as many as
 * show the same law in less time. `NUCLEUS_THOROUGH=1 npm test` takes all, in a few minutes more.
 */
export const isThorough = process.env.NUCLEUS_THOROUGH === '1'

/** The count of cases: `some` for `npm test`, `all` where it is thorough. */
export const cases = (some: number, all: number): number => (isThorough ? all : some)
