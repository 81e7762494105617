/// <reference lib="dom" />
import type { Locator } from 'playwright-core'

/**
 * How many tokens have a tint, as they are drawn: a step carries its class by every measure, and one of them
 * shows.
 */
export const tinted = (tokens: Locator): Promise<number> =>
  tokens.evaluateAll(
    (all) =>
      all
        .map((one) => getComputedStyle(one))
        .filter(
          ({ backgroundImage, backgroundColor }) =>
            backgroundImage !== 'none' || backgroundColor !== 'rgba(0, 0, 0, 0)',
        ).length,
  )
